package io.tocsin.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.springframework.test.context.ContextConfiguration;

/**
 * A {@link TocsinTest} in which every channel is set up and ends at {@link Providers}. One context
 * for all of them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@TocsinTest
@ContextConfiguration(initializers = Providers.class)
@Tag("thorough")
public @interface AllChannelsTest {}
