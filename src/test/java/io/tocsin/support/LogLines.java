package io.tocsin.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Collects what the thread of a test logs, with what each line belongs to. The application of
 * another test may be at work beside it.
 */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final Thread thread = Thread.currentThread();
  private final Logger logger;
  private final @Nullable Level before;

  private LogLines(Logger logger, Level level) {
    this.logger = logger;
    this.before = logger.getLevel();
    setContext(logger.getLoggerContext());
    start();
    logger.addAppender(this);
    logger.setLevel(level);
  }

  /** Begins to collect what a logger and those below it write in this thread. */
  public static LogLines of(String logger, Level level) {
    return new LogLines((Logger) LoggerFactory.getLogger(logger), level);
  }

  /** Returns the lines so far that hold a text. */
  public Stream<ILoggingEvent> with(String text) {
    return events.stream().filter(event -> event.getFormattedMessage().contains(text));
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (Thread.currentThread().equals(thread)) {
      // What it belongs to is read when somebody asks, and would be of another time then.
      event.prepareForDeferredProcessing();
      events.add(event);
    }
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(before);
    stop();
  }
}
