package io.comfortcommit.gateway.privacy;

import io.comfortcommit.gateway.access.Owner;
import io.comfortcommit.gateway.device.Devices;
import io.comfortcommit.gateway.dispatch.Commands;
import io.comfortcommit.gateway.dispatch.Origin;
import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.gateway.login.Accounts;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.ActionLog;
import io.comfortcommit.gateway.permission.ActionLog.Entry;
import io.comfortcommit.gateway.permission.ActionLog.Outcome;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CommitDraftCommand.ExpireDraft;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.privacy.ErasedPeople.Erased;
import io.comfortcommit.messages.privacy.ErasedPeople.FindErasedPeople;
import io.comfortcommit.messages.privacy.ErasureCommand.DestroyKey;
import io.comfortcommit.messages.privacy.ErasureCommand.ForgetInActivities;
import io.comfortcommit.messages.privacy.ErasureCommand.ForgetInReadModels;
import io.comfortcommit.messages.query.DraftPage;
import io.comfortcommit.messages.query.DraftQuery.FindDrafts;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.repositories.Repositories;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Erases a person step by step: out first, so that they add nothing; the key before what is made of events, so that nothing of
 * them is made again; the account last. Each step may be done again, so who was told of a failure asks anew, in the same words.
 * Blocks.
 */
@Component
class PersonErasure {
    private static final int PAGE = 100;
    private static final Set<DraftStatus> UNENDED = Arrays.stream(DraftStatus.values())
            .filter(status -> !status.ended())
            .collect(Collectors.toUnmodifiableSet());

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final Owner owner;
    private final Devices devices;
    private final ActionLog log;
    private final Queries queries;
    private final Commands commands;
    private final Repositories repositories;
    private final ErasedPeople erased;

    PersonErasure(
            JdbcClient jdbc,
            Accounts accounts,
            Owner owner,
            Devices devices,
            ActionLog log,
            Queries queries,
            Commands commands,
            Repositories repositories,
            @Qualifier("erasedInGateway") ErasedPeople erased) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.owner = owner;
        this.devices = devices;
        this.log = log;
        this.queries = queries;
        this.commands = commands;
        this.repositories = repositories;
        this.erased = erased;
    }

    /**
     * @param name an id that anything is known of here, also that it was erased, or the address that somebody signs in with
     * @return several where one address has accounts at several providers
     */
    List<Erased> erase(String name, Origin origin) throws Exception {
        Set<UserId> people = people(name);
        if (people.isEmpty()) {
            throw Problem.of(Code.PERSON_NOT_FOUND).asException();
        }
        if (people.contains(owner.id())) {
            throw Problem.of(Code.OWNER_NOT_ERASED).asException();
        }
        List<Erased> done = new ArrayList<>();
        for (UserId person : people) {
            log.add(new Entry(
                    origin.actor(),
                    origin.client(),
                    origin.traceId(),
                    Action.PERSON_ERASE,
                    Outcome.ALLOWED,
                    person.toString(),
                    null));
            done.add(erase(person, origin));
        }
        return done;
    }

    private Set<UserId> people(String name) {
        UserId person;
        try {
            person = UserId.of(name.strip());
        } catch (IllegalArgumentException e) {
            return accounts.known(name);
        }
        return isKnown(person) ? Set.of(person) : Set.of();
    }

    /** A mistyped id must not be taken for somebody who is erased now. */
    private boolean isKnown(UserId person) {
        return !accounts.known(person.toString()).isEmpty()
                || jdbc.sql("SELECT EXISTS (SELECT FROM gateway.user_role WHERE user_id = :person)"
                                + " OR EXISTS (SELECT FROM gateway.device WHERE user_id = :person)")
                        .param("person", person.value())
                        .query(Boolean.class)
                        .single()
                || wasErased(person)
                || !drafts(person, EnumSet.allOf(DraftStatus.class)).isEmpty();
    }

    private boolean wasErased(UserId person) {
        return Objects.requireNonNull(queries.ask(new FindErasedPeople()).block()).people().stream()
                .anyMatch(erased -> erased.person().equals(person));
    }

    private Erased erase(UserId person, Origin origin) throws Exception {
        devices.forget(person);
        takeRoles(person);
        // Nobody is left to decide about them, or to be told what became of them.
        for (DraftId draft : drafts(person, UNENDED)) {
            commands.send(new ExpireDraft(draft, true), origin);
        }
        Erased done = commands.send(new DestroyKey(person), origin);
        repositories.forget(person);
        commands.send(new ForgetInActivities(person), origin);
        commands.send(new ForgetInReadModels(person, origin.actor()), origin);
        // Last, as it takes the account: by an address nobody is found any more. Who signed in meanwhile is out again,
        // and who is about to finds no place.
        erased.erase(person);
        devices.forget(person);
        return done;
    }

    /** Who signs in meanwhile may do nothing. */
    private void takeRoles(UserId person) {
        jdbc.sql("DELETE FROM gateway.user_role WHERE user_id = :person")
                .param("person", person.value())
                .update();
    }

    private List<DraftId> drafts(UserId person, Set<DraftStatus> statuses) {
        List<DraftId> drafts = new ArrayList<>();
        DraftId last = null;
        boolean more = true;
        while (more) {
            DraftPage page = Objects.requireNonNull(queries.ask(new FindDrafts(person, statuses, Set.of(), PAGE, last))
                    .block());
            for (DraftView draft : page.drafts()) {
                last = draft.draftId();
                if (draft.author().equals(person)) {
                    drafts.add(draft.draftId());
                }
            }
            more = page.hasNextPage();
        }
        return drafts;
    }
}
