package io.comfortcommit.sagas.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.Repositories;
import java.lang.reflect.Proxy;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepositoryCodeTest {
    private final RepositoryId repository = new RepositoryId(new UUID(0, 1));
    private final DraftId draft = new DraftId(new UUID(0, 2));

    @Test
    void whatFailedForWantOfMemoryIsLearnedTheNextTime() {
        AtomicInteger reads = new AtomicInteger();
        RepositoryCode code = new RepositoryCode((Repositories) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Repositories.class}, (_, method, _) -> {
                    assertThat(method.getName()).isEqualTo("history");
                    if (reads.getAndIncrement() == 0) {
                        throw new OutOfMemoryError("as if");
                    }
                    return null;
                }));
        CompletableFuture<?> failed = code.learn(repository, draft);
        assertThatThrownBy(failed::join).hasCauseInstanceOf(OutOfMemoryError.class);
        assertThat(code.ifLearned(repository)).isEmpty();

        code.learn(repository, draft).join();
        assertThat(code.ifLearned(repository)).isPresent();
        code.learn(repository, draft).join();
        assertThat(reads).hasValue(2);
    }
}
