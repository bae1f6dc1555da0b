/** Commands and buttons of the chat: understood, permitted, carried out by a job and answered. */
@NullMarked
package io.tocsin.chatops;

import org.jspecify.annotations.NullMarked;
