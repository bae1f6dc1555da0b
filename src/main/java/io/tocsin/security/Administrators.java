package io.tocsin.security;

/** Who may make tokens and read the audit log. */
public final class Administrators {

  /** For {@code @PreAuthorize}. */
  public static final String ONLY = "hasAuthority('camunda-admin')";

  private Administrators() {}
}
