/** Deliveries that are signed: captures by Standard Webhooks, pushes that GitHub and GitLab tell of. */
@NullMarked
package io.comfortcommit.gateway.webhook;

import org.jspecify.annotations.NullMarked;
