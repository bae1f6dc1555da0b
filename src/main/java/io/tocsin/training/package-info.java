/** Who may be on call: trainings with their steps and quizzes, sign-off, and qualifications. */
@NullMarked
package io.tocsin.training;

import org.jspecify.annotations.NullMarked;
