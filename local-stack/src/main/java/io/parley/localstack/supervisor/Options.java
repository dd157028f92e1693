package io.parley.localstack.supervisor;

import io.parley.localstack.process.StackException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code ./parley up} was told.
 *
 * @param home the repository
 * @param data where data, logs and pid files are
 * @param without services that the developer starts
 * @param demoRecords engagements that the demo's loyalty platform tells at most
 * @param keycloak whether people log in at Keycloak instead of the small issuer of this module
 */
public record Options(
    Path home,
    Path data,
    int port,
    int conversationServices,
    int gateways,
    int attachmentServices,
    int analyticsServices,
    Set<String> without,
    int demoRecords,
    boolean keycloak) {
  public static final int DEFAULT_PORT = 8080;
  private static final int DEFAULT_DEMO_RECORDS = 200;

  public static Options parse(Path home, List<String> arguments) {
    Path data = home.resolve(".parley");
    int port = DEFAULT_PORT;
    int conversationServices = 1;
    int gateways = 1;
    int attachmentServices = 1;
    int analyticsServices = 1;
    int demoRecords = DEFAULT_DEMO_RECORDS;
    boolean keycloak = false;
    Set<String> without = new LinkedHashSet<>();
    Deque<String> left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      String option = left.pop();
      switch (option) {
        case "--port" -> port = number(option, value(option, left), 1, 65_535);
        case "--data" -> data = Path.of(value(option, left));
        case "--gateways" -> gateways = number(option, value(option, left), 1, Ports.MAX_GATEWAYS);
        case "--conversation-services" ->
            conversationServices =
                number(option, value(option, left), 1, Ports.MAX_CONVERSATION_SERVICES);
        case "--attachment-services" ->
            attachmentServices =
                number(option, value(option, left), 1, Ports.MAX_ATTACHMENT_SERVICES);
        case "--analytics-services" ->
            analyticsServices =
                number(option, value(option, left), 1, Ports.MAX_ANALYTICS_SERVICES);
        case "--demo-records" -> demoRecords = number(option, value(option, left), 0, 1_000_000);
        case "--keycloak" -> keycloak = true;
        case "--without" -> without.add(service(value(option, left)));
        default ->
            throw new StackException("'" + option + "' is not an option of up: see ./parley help");
      }
    }
    return new Options(
        home,
        data.toAbsolutePath().normalize(),
        new Ports(port).edge(),
        conversationServices,
        gateways,
        attachmentServices,
        analyticsServices,
        Set.copyOf(without),
        demoRecords,
        keycloak);
  }

  public static String value(String option, Deque<String> left) {
    if (left.isEmpty()) {
      throw new StackException(option + " needs a value");
    }
    return left.pop();
  }

  public static int number(String option, String text, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, together with numbers out of range.
    }
    throw new StackException(
        option + " has to be a number from " + min + " to " + max + ", not '" + text + "'");
  }

  private static String service(String name) {
    if (!ServiceProcess.NAMES.contains(name)) {
      throw new StackException(
          "--without names a service, and '"
              + name
              + "' is none of "
              + String.join(", ", ServiceProcess.NAMES));
    }
    return name;
  }
}
