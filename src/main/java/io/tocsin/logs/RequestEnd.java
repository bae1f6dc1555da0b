package io.tocsin.logs;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import org.springframework.stereotype.Component;

/** Comes when the server has done with a request, also with one that failed. */
@Component
class RequestEnd implements ServletRequestListener {

  @Override
  public void requestDestroyed(ServletRequestEvent event) {
    LogContext.clear();
  }
}
