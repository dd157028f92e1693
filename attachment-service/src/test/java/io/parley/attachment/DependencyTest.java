package io.parley.attachment;

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
            .importPackages("io.parley.attachment");

    // When
    var rule =
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.parley.conversation..",
                "io.parley.gateway..",
                "io.parley.analytics..",
                "io.parley.localstack..");

    // Then
    rule.check(classes);
  }
}
