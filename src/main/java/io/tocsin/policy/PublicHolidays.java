package io.tocsin.policy;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;

/**
 * The public holidays of a country or one of its regions.
 *
 * @param code ISO 3166 in small letters, for example {@code de} or {@code de-be}; empty for none
 */
public record PublicHolidays(String code) {

  /** For organisations that name their holidays themselves, or work through them. */
  public static final PublicHolidays NONE = new PublicHolidays("");

  /**
   * Reads a code.
   *
   * @throws IllegalArgumentException when no holidays are known of it, saying what is
   */
  public static PublicHolidays parse(String text) {
    var code = text.strip().toLowerCase(Locale.ROOT);
    if (code.isEmpty()) {
      return NONE;
    }
    var parts = code.split("-", -1);
    var countries = HolidayManager.getSupportedCalendarCodes();
    if (countries.stream().noneMatch(parts[0]::equalsIgnoreCase)) {
      throw new IllegalArgumentException(
          "no public holidays are known of '%s'; write a country such as de or gb, or list the dates"
              .formatted(text));
    }
    requireRegion(text, manager(parts[0]).getCalendarHierarchy(), regions(parts));
    return new PublicHolidays(code);
  }

  /** Returns whether nobody works on a day because it is a public holiday. */
  public boolean on(LocalDate day) {
    if (code.isEmpty()) {
      return false;
    }
    var parts = code.split("-");
    var manager = manager(parts[0]);
    return manager.isHoliday(day, HolidayType.PUBLIC_HOLIDAY, regions(parts))
        || manager.isHoliday(day, HolidayType.BANK_HOLIDAY, regions(parts));
  }

  private static void requireRegion(String text, CalendarHierarchy country, String[] regions) {
    var place = country;
    for (var region : regions) {
      var known = place.getChildren();
      place = known.get(region);
      if (place == null) {
        throw new IllegalArgumentException(
            known.isEmpty()
                ? "'%s' names a region of a place that has none; leave it out".formatted(text)
                : "'%s' names no region that is known; there are %s"
                    .formatted(text, String.join(", ", known.keySet().stream().sorted().toList())));
      }
    }
  }

  private static String[] regions(String[] parts) {
    return Arrays.copyOfRange(parts, 1, parts.length);
  }

  // Made once per country, and kept by the library.
  private static HolidayManager manager(String country) {
    return HolidayManager.getInstance(ManagerParameters.create(country));
  }
}
