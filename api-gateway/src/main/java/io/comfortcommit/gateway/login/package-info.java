/** People sign in where they have an account already: OpenID Connect, and GitHub, which speaks OAuth 2.0 alone. */
@NullMarked
package io.comfortcommit.gateway.login;

import org.jspecify.annotations.NullMarked;
