package io.comfortcommit.axonsupport.privacy;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.privacy.DataSubject;
import io.comfortcommit.messages.privacy.PersonalData;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.RecordComponent;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/** Encrypts and decrypts the {@link PersonalData} components of records as Jackson writes and reads them. */
public final class PersonalDataModule extends SimpleModule {
    private static final long serialVersionUID = 1L;
    private static final String ERASED = "[erased]";

    private final transient Envelope envelope;

    public PersonalDataModule(SubjectKeys keys) {
        super("personal-data");
        this.envelope = new Envelope(keys, new SecureRandom());
        setSerializerModifier(new EncryptingModifier());
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.insertAnnotationIntrospector(new DecryptingIntrospector());
    }

    private final class EncryptingModifier extends ValueSerializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription.Supplier bean, List<BeanPropertyWriter> properties) {
            if (properties.stream().noneMatch(property -> property.getAnnotation(PersonalData.class) != null)) {
                return properties;
            }
            BeanPropertyWriter subject = properties.stream()
                    .filter(property -> property.getAnnotation(DataSubject.class) != null)
                    .collect(Collectors.collectingAndThen(Collectors.toList(), found -> {
                        if (found.size() != 1) {
                            throw new IllegalStateException(
                                    bean.getBeanClass() + " has personal data but not exactly one @DataSubject");
                        }
                        return found.getFirst();
                    }));
            return properties.stream()
                    .map(property -> property.getAnnotation(PersonalData.class) == null
                            ? property
                            : new EncryptingWriter(property, subject))
                    .toList();
        }
    }

    private final class EncryptingWriter extends BeanPropertyWriter {
        private static final long serialVersionUID = 1L;
        private final transient BeanPropertyWriter subject;

        EncryptingWriter(BeanPropertyWriter property, BeanPropertyWriter subject) {
            super(property);
            this.subject = subject;
        }

        @Override
        public void serializeAsProperty(Object bean, JsonGenerator json, SerializationContext context)
                throws Exception {
            Object value = get(bean);
            if (value == null) {
                json.writeNullProperty(getName());
                return;
            }
            if (!(subject.get(bean) instanceof UserId owner)) {
                throw new IllegalStateException(bean.getClass() + " holds personal data of nobody");
            }
            var plain = new ByteArrayOutputStream(128);
            try (JsonGenerator inner = context.tokenStreamFactory().createGenerator(context, plain)) {
                context.findValueSerializer(value.getClass()).serialize(value, inner, context);
            }
            json.writeStringProperty(getName(), envelope.seal(owner, plain.toByteArray()));
        }
    }

    private final class DecryptingIntrospector extends NopAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Version version() {
            return Version.unknownVersion();
        }

        @Override
        public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated member) {
            return member.hasAnnotation(PersonalData.class) ? new DecryptingDeserializer(null) : null;
        }
    }

    private final class DecryptingDeserializer extends ValueDeserializer<Object> {
        private final @Nullable JavaType type;

        DecryptingDeserializer(@Nullable JavaType type) {
            this.type = type;
        }

        @Override
        public ValueDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
            return new DecryptingDeserializer(property.getType());
        }

        @Override
        public @Nullable Object deserialize(JsonParser json, DeserializationContext context) {
            if (type == null) {
                throw new IllegalStateException("used outside a property");
            }
            JavaType target = type;
            return envelope.open(json.getString())
                    .map(plain -> read(plain, target, context))
                    .orElseGet(() -> erased(target.getRawClass()));
        }

        private Object read(byte[] plain, JavaType target, DeserializationContext context) {
            try (JsonParser inner = context.tokenStreamFactory().createParser(context, plain)) {
                inner.nextToken();
                return context.readValue(inner, target);
            }
        }
    }

    /** Null where it is neither text nor a record made of text. */
    private static @Nullable Object erased(Class<?> type) {
        if (type == String.class) {
            return ERASED;
        }
        RecordComponent[] components = type.getRecordComponents();
        if (components == null || Arrays.stream(components).anyMatch(part -> part.getType() != String.class)) {
            return null;
        }
        Object[] texts = new Object[components.length];
        Arrays.fill(texts, ERASED);
        Class<?>[] types = new Class<?>[components.length];
        Arrays.fill(types, String.class);
        try {
            return type.getDeclaredConstructor(types).newInstance(texts);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("can't make an erased " + type, e);
        }
    }
}
