package io.parley.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which room may know of which. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.parley.gateway");

  @Test
  void noOtherServiceIsKnown() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.parley.conversation..", "io.parley.attachment..", "io.parley.analytics..")
        .check(CLASSES);
  }

  @Test
  void deliveryKnowsNeitherSocketsNorTheBroker() {
    noClasses()
        .that()
        .resideInAPackage("io.parley.gateway.feed")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "io.netty..",
            "io.vertx..",
            "io.quarkus.websockets..",
            "io.parley.gateway.socket..",
            "io.parley.gateway.kafka..")
        .check(CLASSES);
  }

  @Test
  void onlyItsRoomTouchesKafka() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.parley.gateway.kafka")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(CLASSES);
  }

  @Test
  void onlySocketsTouchNettyAndWebSockets() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.parley.gateway.socket")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "io.quarkus.websockets..")
        .check(CLASSES);
  }
}
