package io.tocsin.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Refuses addresses that may mean another one. The one exception is the alias of an Opsgenie alert:
 * the sender chose it, and an alert that nobody could close would fire for ever. What is encoded
 * there stays within its part of the address, so that nothing else can be meant by it.
 */
final class AddressFirewall implements HttpFirewall {

  /** One part between slashes, as it was sent; what follows a bare semicolon is no part of it. */
  private static final Pattern ALIAS = Pattern.compile("/v2/alerts/[^/\\\\;]+/(close|acknowledge)");

  private final StrictHttpFirewall strict = firewall();
  private final StrictHttpFirewall ofAliases = firewall();

  AddressFirewall() {
    ofAliases.setAllowUrlEncodedSlash(true);
    ofAliases.setAllowUrlEncodedDoubleSlash(true);
    ofAliases.setAllowBackSlash(true);
    ofAliases.setAllowUrlEncodedPercent(true);
    ofAliases.setAllowSemicolon(true);
  }

  /** The character U+0000 fits no query and no form; PostgreSQL cannot store it. */
  private static StrictHttpFirewall firewall() {
    var firewall = new StrictHttpFirewall();
    firewall.setAllowedParameterValues(value -> value == null || value.indexOf('\0') < 0);
    return firewall;
  }

  @Override
  public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
    var alias =
        request.getMethod().equals("POST") && ALIAS.matcher(request.getRequestURI()).matches();
    return (alias ? ofAliases : strict).getFirewalledRequest(request);
  }

  @Override
  public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
    return strict.getFirewalledResponse(response);
  }
}
