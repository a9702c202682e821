package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.drafting.CodeChange.Part;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the structure of a change shows, as names that a learner weighs. */
final class Evidence {
    private final Set<String> names = new LinkedHashSet<>();

    private Evidence() {}

    static Collection<String> of(List<Touched> files) {
        var evidence = new Evidence();
        evidence.look(files);
        return evidence.names;
    }

    private void look(List<Touched> files) {
        var rule = TypeOfChange.of(files, "").word();
        names.add("rule:" + rule);
        var tested = files.stream().anyMatch(file -> file.about() == PathKind.TEST);
        names.add("rule+tests:" + rule + " " + tested);
        var sources =
                files.stream().filter(file -> file.about() == PathKind.SOURCE).toList();
        var added = new EnumMap<io.comfortcommit.analysis.declarations.Declaration.Kind, int[]>(
                io.comfortcommit.analysis.declarations.Declaration.Kind.class);
        var publicAdded = 0;
        var privateAdded = 0;
        var removed = 0;
        var renamed = 0;
        for (var file : sources) {
            names.add("extent:" + file.code().extent());
            for (var part : file.code().added()) {
                names.add("declares:" + part.declaration().kind());
                if (isPrivate(file, part)) {
                    privateAdded++;
                } else {
                    publicAdded++;
                }
            }
            removed += file.code().removed().size();
            renamed += file.code().renamed().size();
            file.code().altered().values().forEach(alteration -> names.add("does:" + alteration.verb()));
            if (file.isMove()) {
                names.add("moves a file");
            }
        }
        names.add("public declarations:" + bucket(publicAdded));
        names.add("private declarations:" + bucket(privateAdded));
        names.add("removed declarations:" + bucket(removed));
        names.add("renamed declarations:" + bucket(renamed));
        names.add("declarations:" + (publicAdded > 0) + " " + (removed > 0) + " " + (renamed > 0) + " " + tested + " "
                + sources.stream().anyMatch(file -> file.is(Kind.ADDED)));
        if (files.stream().allMatch(file -> file.about() == PathKind.BUILD)) {
            for (var file : files) {
                var keys = Keys.ofDependencies(file.file());
                if (!keys.changed().isEmpty()) {
                    names.add("bumps:" + bucket(keys.changed().size()));
                }
                if (!keys.added().isEmpty()) {
                    names.add("adds a dependency");
                }
                if (!keys.removed().isEmpty()) {
                    names.add("removes a dependency");
                }
            }
        }
    }

    private static boolean isPrivate(Touched file, Part part) {
        return part.isPrivate(file.path());
    }

    private static int bucket(int number) {
        return 32 - Integer.numberOfLeadingZeros(number);
    }
}
