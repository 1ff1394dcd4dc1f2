// The behaviours of booker/v2.
import { start } from "/ui/lockstep.js";
import viewSwitchBehaviour from "./view_switch/behavior.js";
import monthCalendarBehaviour from "./month_calendar/behavior.js";
import bookingFormBehaviour from "./booking_form/behavior.js";
import bookingDetailsBehaviour from "./booking_details/behavior.js";

start({
  "view-switch": viewSwitchBehaviour,
  "month-calendar": monthCalendarBehaviour,
  "booking-form": bookingFormBehaviour,
  "booking-details": bookingDetailsBehaviour,
});
