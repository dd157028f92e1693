package io.parley.conversation;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Who may know whom in this service. */
class ArchitectureTest {
  private static final String HOUSE = "io.parley.conversation";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(HOUSE);

  @Test
  void theRulesOfAConversationArePlainJava() {
    classes()
        .that()
        .resideInAPackage(HOUSE + ".lifecycle..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            HOUSE + ".lifecycle..",
            "io.parley.contracts.event..",
            "io.parley.contracts.command..")
        .check(CLASSES);
  }

  @Test
  void roomsDoNotDependOnEachOtherInCircles() {
    slices().matching(HOUSE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingOfAnotherServiceIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.parley..")
                .and(not(resideInAPackage(HOUSE + "..")))
                .and(not(resideInAPackage("io.parley.contracts..")))
                .and(not(resideInAPackage("io.parley.rest.."))))
        .check(CLASSES);
  }

  @Test
  void requestsReachConversationsThroughTheAccessRoomOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            HOUSE + ".access..", HOUSE + ".log..", HOUSE + ".internal..", HOUSE + ".follower..")
        .should()
        .dependOnClassesThat()
        .haveSimpleName("ConversationDirectory")
        .because("ConversationAccess and FollowerAccess check who asks")
        .check(CLASSES);
  }

  @Test
  void everyRoomSaysWhatItIsFor() {
    for (JavaPackage room : CLASSES.getPackage(HOUSE).getSubpackages()) {
      Path said = Path.of("src/main/java", room.getName().replace('.', '/'), "package-info.java");
      assertThat(Files.exists(said)).as(room.getName()).isTrue();
    }
  }
}
