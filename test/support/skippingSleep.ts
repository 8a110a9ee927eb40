import { withSkippingSleep } from './skippingClock';

// What takes the place of `n8n-workflow`, whose own exports are among them.
export = withSkippingSleep();
