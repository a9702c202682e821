package io.comfortcommit.gateway.capture;

import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.repositories.CaptureOrder;

/** Reads the part {@code capture} of an upload. */
public final class CaptureForm {
    private CaptureForm() {}

    /** @throws io.comfortcommit.gateway.problem.ProblemException naming the first field that is wrong */
    public static CaptureOrder read(byte[] json, UserId caller) {
        Fields fields = Fields.of(json);
        Fields author = fields.object("author");
        CaptureOrder order = new CaptureOrder(
                new CaptureId(fields.uuid("captureId")),
                new RepositoryId(fields.uuid("repositoryId")),
                caller,
                new LaneId(fields.uuid("lane")),
                fields.objectId("snapshot"),
                fields.optionalObjectId("base"),
                fields.text("branch", 1_024),
                fields.oneOf("mode", CaptureMode.class),
                new GitAuthor(author.text("name", 512), author.text("email", 512)),
                fields.instant("capturedAt"),
                fields.client("client"));
        author.end();
        fields.end();
        return order;
    }
}
