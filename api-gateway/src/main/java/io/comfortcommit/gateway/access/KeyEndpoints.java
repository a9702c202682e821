package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.gateway.secret.UserSecrets;
import io.comfortcommit.gateway.token.SigningKeys;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Tells which keys our tokens are signed with, and changes all keys when it is asked to. */
@RestController
final class KeyEndpoints {
    private final SigningKeys keys;
    private final UserSecrets secrets;
    private final Offload offload;

    KeyEndpoints(SigningKeys keys, UserSecrets secrets, Offload offload) {
        this.keys = keys;
        this.secrets = secrets;
        this.offload = offload;
    }

    /** <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">Public halves only.</a> */
    @Requires(Action.SIGNING_KEY_READ)
    @GetMapping("/.well-known/jwks.json")
    Mono<ResponseEntity<Map<String, Object>>> published() {
        return offload.call(() -> ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic())
                .body(keys.verifying().toJSONObject(true)));
    }

    /**
     * @param signingKey id of the key that signs from now on
     * @param dataKey id of the key that encrypts from now on
     * @param secrets how many were encrypted anew
     */
    record Rotated(String signingKey, String dataKey, int secrets) {}

    @Requires(Action.KEY_ROTATE)
    @PostMapping(path = "/api/keys/rotations", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Rotated> rotate(@RequestBody(required = false) byte @Nullable [] body) {
        Fields.of(body).end();
        return offload.call(() -> {
            String signing = keys.rotate();
            UserSecrets.Rotation rotation = secrets.rotate();
            return new Rotated(signing, rotation.dataKey(), rotation.secrets());
        });
    }
}
