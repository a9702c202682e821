package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.device.Device;
import io.comfortcommit.gateway.device.Device.Kind;
import io.comfortcommit.gateway.device.Devices;
import io.comfortcommit.gateway.device.Devices.Guest;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.messages.UserId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Lets browsers in: a device, its cookies, and an entry in the log. Blocks. */
@Component
public final class Sessions {
    private final Devices devices;
    private final Credentials credentials;
    private final SessionCookies cookies;
    private final Logins logins;
    private final GatewayProperties.Sessions properties;

    Sessions(
            Devices devices,
            Credentials credentials,
            SessionCookies cookies,
            Logins logins,
            GatewayProperties properties) {
        this.devices = devices;
        this.credentials = credentials;
        this.cookies = cookies;
        this.logins = logins;
        this.properties = properties.sessions();
    }

    /**
     * @param limitedTo role of the device; null where it may do all that its user may
     * @param action by which it comes in
     */
    void begin(UserId user, @Nullable String limitedTo, Action action, ServerWebExchange exchange) {
        begin(guest(user, limitedTo, null, false, exchange), action, exchange);
    }

    /** For who has signed in at a provider. */
    public void beginSignedIn(UserId user, ServerWebExchange exchange) {
        begin(guest(user, null, null, true, exchange), Action.LOGIN_FINISH, exchange);
    }

    /** For one draft only; a browser that is in as the same user already keeps what it may. */
    void begin(ApprovalLinks.Opened opened, ServerWebExchange exchange) {
        Optional<Device> here =
                here(exchange).filter(device -> device.user().equals(opened.user()) && device.onlyDraft() == null);
        if (here.isPresent()) {
            logins.letIn(Action.SESSION_BEGIN, here.get(), exchange);
            return;
        }
        begin(
                guest(opened.user(), ApprovalLinks.ROLE, opened.draft(), false, exchange),
                Action.SESSION_BEGIN,
                exchange);
    }

    /** Whether the browser is in as somebody else. */
    boolean isAnothers(UserId user, ServerWebExchange exchange) {
        return here(exchange).filter(device -> !device.user().equals(user)).isPresent();
    }

    private Optional<Device> here(ServerWebExchange exchange) {
        return devices.byRefreshToken(SessionCookies.refresh(exchange.getRequest()))
                .filter(device -> device.kind() == Kind.BROWSER);
    }

    private static Guest guest(
            UserId user,
            @Nullable String limitedTo,
            @Nullable UUID draft,
            boolean signedIn,
            ServerWebExchange exchange) {
        String name = CodeExchange.name(exchange.getRequest(), HttpHeaders.USER_AGENT);
        return new Guest(user, Kind.BROWSER, name, limitedTo, draft, signedIn);
    }

    private void begin(Guest guest, Action action, ServerWebExchange exchange) {
        Devices.Let let = devices.letIn(guest, properties.lifetime());
        logins.letIn(action, let.device(), exchange);
        set(let.device(), let.token(), exchange);
    }

    void set(Device device, String refresh, ServerWebExchange exchange) {
        cookies.set(exchange, credentials.access(device), refresh);
    }
}
