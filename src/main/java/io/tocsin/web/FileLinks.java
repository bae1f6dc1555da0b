package io.tocsin.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;

/**
 * Gives the links to our files, and to no others, the mark of their content. Behind every other
 * link of a page, a file would be looked for in all jars, and never found: most of the time that a
 * page with many links took.
 */
@Configuration(proxyBeanMethods = false)
class FileLinks {

  private static final List<String> FILES = List.of("/assets/", "/webjars/");

  /** In place of the one that Spring Boot makes. */
  @Bean
  FilterRegistrationBean<ResourceUrlEncodingFilter> fileLinksFilter() {
    var filter = new FilterRegistrationBean<ResourceUrlEncodingFilter>(new Filter());
    filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
    return filter;
  }

  private static final class Filter extends ResourceUrlEncodingFilter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      super.doFilter(
          request, response, (asked, marking) -> chain.doFilter(asked, only(asked, marking)));
    }

    private static HttpServletResponse only(ServletRequest asked, ServletResponse marking) {
      var root = ((HttpServletRequest) asked).getContextPath();
      return new HttpServletResponseWrapper((HttpServletResponse) marking) {
        @Override
        public String encodeURL(String url) {
          return FILES.stream().anyMatch(files -> url.startsWith(root + files))
              ? super.encodeURL(url)
              : url;
        }
      };
    }
  }
}
