package io.tocsin.alert;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes signs of life; whatever the body holds is not read. */
@RestController
class HeartbeatController {

  private final Heartbeats heartbeats;

  HeartbeatController(Heartbeats heartbeats) {
    this.heartbeats = heartbeats;
  }

  @PostMapping("/api/v1/heartbeats/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void beat(@PathVariable String name) {
    heartbeats.beat(name);
  }

  @GetMapping("/api/v1/heartbeats")
  List<Heartbeats.View> list() {
    return heartbeats.list();
  }
}
