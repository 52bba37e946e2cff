// Everything here only adds to pages that work without scripts. One module a matter.
import { watchCountdowns } from "./countdown.js";
import { watchClauses } from "./clauses.js";
import { watchDialog } from "./dialog.js";
import { watchDrafts } from "./drafts.js";
import { watchFields } from "./fields.js";
import { watchIdle } from "./idle.js";
import { watchKeys } from "./keys.js";
import { watchMasks } from "./masks.js";
import { watchNetwork } from "./network.js";
import { watchOnce } from "./once.js";
import { watchPhotos } from "./photos.js";
import { watchPolls } from "./polls.js";
import { watchSwaps } from "./swaps.js";

watchSwaps();
watchNetwork();
watchOnce();
watchDialog();
watchClauses();
watchCountdowns();
watchMasks();
watchDrafts();
watchFields();
watchPhotos();
watchPolls();
watchKeys();
watchIdle();
