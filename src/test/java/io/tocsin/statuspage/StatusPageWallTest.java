package io.tocsin.statuspage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.IncidentView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What stands between the record of an incident and the public. */
class StatusPageWallTest {

  private static final Set<String> OWN_TABLES =
      Set.of(
          "status_page",
          "public_post",
          "public_incident",
          "status_push",
          "subscription_request",
          "status_subscriber");

  private static final Pattern TABLE =
      Pattern.compile("\\b(?:from|join|into|update|delete from) ([a-z_]+)");

  @Test
  void itsSqlTouchesNoTableButItsOwn() throws IOException {
    var touched = new TreeSet<String>();
    try (var files = Files.list(Path.of("src/main/java/io/tocsin/statuspage"))) {
      for (var file : files.toList()) {
        // A statement may go over several literals.
        var text = Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "");
        Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"")
            .matcher(text)
            .results()
            .map(literal -> literal.group().toLowerCase(java.util.Locale.ROOT))
            .filter(literal -> literal.matches("(?s).*\\b(select|insert|update|delete) .*"))
            .flatMap(literal -> TABLE.matcher(literal).results())
            .map(found -> found.group(1))
            .filter(name -> !Set.of("set", "skip", "left_there").contains(name))
            .forEach(touched::add);
      }
    }
    assertThat(touched).isSubsetOf(OWN_TABLES).contains("public_post", "status_subscriber");
  }

  @Test
  void nothingOfAnIncidentIsKnownButWhatSubscribersNeed() {
    var page =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tocsin.statuspage");
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Subscribers.class.getName())
        .should()
        .dependOnClassesThat(
            new DescribedPredicate<JavaClass>("belong to incidents, but for addresses") {
              @Override
              public boolean test(JavaClass type) {
                return type.getPackageName().startsWith("io.tocsin.incident")
                    && !type.isEquivalentTo(IncidentProperties.class);
              }
            })
        .check(page);
    noClasses()
        .that()
        .haveFullyQualifiedName(Subscribers.class.getName())
        .should()
        .dependOnClassesThat(
            new DescribedPredicate<JavaClass>("belong to incidents, but for the view") {
              @Override
              public boolean test(JavaClass type) {
                return type.getPackageName().startsWith("io.tocsin.incident")
                    && !type.isEquivalentTo(IncidentView.class);
              }
            })
        .check(page);
  }
}
