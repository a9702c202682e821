package io.comfortcommit.gateway.contract;

import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives the contract to anybody: it says nothing of this installation. */
@RestController
final class ContractEndpoint {
    private static final MediaType YAML = MediaType.parseMediaType("application/yaml");
    private static final Resource DOCUMENT = new ClassPathResource("io/comfortcommit/gateway/openapi.yaml");

    @Requires(Action.CONTRACT_READ)
    @GetMapping("/openapi.yaml")
    ResponseEntity<Resource> document() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(YAML)
                .body(DOCUMENT);
    }
}
