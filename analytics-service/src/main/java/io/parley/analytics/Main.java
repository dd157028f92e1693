package io.parley.analytics;

import io.parley.contracts.setting.SettingsCheck;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where this service starts: settings that are wrong are told before anything else is. */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    if (!LaunchMode.current().isDevOrTest()) {
      SettingsCheck.of(Main.class).requireSound("analytics-service");
    }
    Quarkus.run(arguments);
  }
}
