// The behaviours of shop/v2.
import { start } from "/ui/lockstep.js";
import priceCardBehaviour from "./price_card/behavior.js";

start({
  "price-card": priceCardBehaviour,
});
