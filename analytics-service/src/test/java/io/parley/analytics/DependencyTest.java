package io.parley.analytics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DependencyTest {
  @Test
  void noOtherServiceIsUsed() {
    // Given
    var classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.parley.analytics");

    // When
    var rule =
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.parley.conversation..",
                "io.parley.gateway..",
                "io.parley.attachment..",
                "io.parley.localstack..");

    // Then
    rule.check(classes);
  }
}
