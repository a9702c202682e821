package io.comfortcommit.messages.privacy;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record component that holds personal data: wherever the record is stored it is encrypted under the key of the
 * record's {@link DataSubject}. Once that key is destroyed each text in it reads as {@code "[erased]"}.
 *
 * <p>Allowed on {@link String}, on records made of strings, and on anything else that may be null: that is null then.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface PersonalData {}
