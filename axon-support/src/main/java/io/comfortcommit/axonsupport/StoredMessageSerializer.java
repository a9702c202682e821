package io.comfortcommit.axonsupport;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.comfortcommit.axonsupport.privacy.PersonalDataModule;
import io.comfortcommit.axonsupport.privacy.SubjectKeys;
import java.util.Optional;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * JSON under {@linkplain StoredNames stored names}, personal data encrypted. Serves events, snapshots, tokens, sagas, dead
 * letters and messages between processes alike, so that nothing personal is stored in clear by another path.
 */
public final class StoredMessageSerializer extends Jackson3Serializer {
    private final StoredNames names;

    private StoredMessageSerializer(Builder builder, StoredNames names) {
        super(builder);
        this.names = names;
    }

    public static StoredMessageSerializer with(StoredNames names, SubjectKeys keys) {
        // Sagas and aggregates have fields, not getters; and Axon's tokens name their own subclasses inside JSON, which
        // Jackson allows for listed packages only.
        var types = BasicPolymorphicTypeValidator.builder()
                .allowIfSubType("org.axonframework.")
                .allowIfSubType("io.comfortcommit.")
                .build();
        return new StoredMessageSerializer(
                Jackson3Serializer.builder()
                        .jsonMapperBuilderCustomizer(mapper -> mapper.polymorphicTypeValidator(types)
                                .changeDefaultVisibility(visibility -> visibility
                                        .withFieldVisibility(Visibility.ANY)
                                        .withGetterVisibility(Visibility.NONE)
                                        .withIsGetterVisibility(Visibility.NONE))
                                .addModule(new IdModule())
                                .addModule(new PersonalDataModule(keys))),
                names);
    }

    @Override
    @SuppressWarnings("rawtypes") // as in the overridden method
    public SerializedType typeForClass(@Nullable Class type) {
        if (type == null) {
            return SerializedType.emptyType();
        }
        Optional<StoredName> stored = names.ofType((Class<?>) type);
        return stored.<SerializedType>map(name -> new SimpleSerializedType(name.name(), name.revision()))
                .orElseGet(() -> super.typeForClass(type));
    }

    /**
     * What no step of {@link Revisions} led to the revision that we know is as unknown as a type that we don't know: its
     * parts may bear the same names and mean something else.
     */
    @Override
    @SuppressWarnings("rawtypes") // as in the overridden method
    public Class classForType(SerializedType type) {
        boolean known = names.ofName(type.getName())
                .map(name -> name.revision().equals(type.getRevision()))
                .orElse(true);
        return known ? super.classForType(type) : UnknownSerializedType.class;
    }

    @Override
    protected String resolveClassName(SerializedType type) {
        return names.ofName(type.getName()).map(name -> name.type().getName()).orElseGet(type::getName);
    }
}
