package io.tocsin;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The rooms of the house and the doors between them. */
class ModularityTests {

  /** Half a minute on two processors. */
  @Tag("thorough")
  @Test
  void modulesKeepToTheirBorders() {
    ApplicationModules.of(TocsinApplication.class).verify();
  }

  @Test
  void onlyTheEngineRoomAndDelegatesKnowCamunda() {
    var main =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tocsin");
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage("io.tocsin.engine..")
        .and(
            new DescribedPredicate<JavaClass>("are no delegates") {
              @Override
              public boolean test(JavaClass type) {
                return !type.getSimpleName().endsWith("Delegate");
              }
            })
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.camunda..")
        .because("the engine can be exchanged where it is known in few places")
        .check(main);
  }
}
