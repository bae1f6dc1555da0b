package io.tocsin.training;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of trainings, {@code tocsin.training}.
 *
 * @param quizzes a folder with quizzes of one's own; those of the same name take the place of ours
 */
@ConfigurationProperties("tocsin.training")
record TrainingProperties(@Nullable Path quizzes) {}
