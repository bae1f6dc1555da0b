package io.tocsin.statuspage;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** Writes a page as text, so that its mark is known before it is sent. */
@Component
class PageWriter {

  private final ITemplateEngine templates;

  PageWriter(ITemplateEngine templates) {
    this.templates = templates;
  }

  String write(
      HttpServletRequest request,
      HttpServletResponse response,
      String template,
      Map<String, ?> model) {
    var exchange =
        JakartaServletWebApplication.buildApplication(request.getServletContext())
            .buildExchange(request, response);
    var variables = new HashMap<String, Object>(model);
    variables.put("times", new Times());
    return templates.process(template, new WebContext(exchange, Locale.ENGLISH, variables));
  }
}
