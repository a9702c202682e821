package io.comfortcommit.sagas.llm;

import com.fasterxml.jackson.core.JacksonException;
import com.openai.core.http.Headers;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import io.comfortcommit.sagas.llm.ModelFailure.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatModel.ResponseFormat;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.http.okhttp.SpringAiOpenAiHttpClient;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Spring AI's client for OpenAI-compatible servers, built at the first call: its classes are not even loaded before. Retries
 * are the pool's, so it has none of its own; and it says nothing of this machine.
 */
final class SpringAiChat implements Chat {
    private static final String LENGTH = "LENGTH";

    private final LlmProperties.Endpoint endpoint;

    @Nullable
    private volatile OpenAiChatModel model;

    private volatile AnswerForm form = AnswerForm.SCHEMA;

    SpringAiChat(LlmProperties.Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** A request that is refused as such is made again with a lesser form; what was taken is asked for from then on. */
    @Override
    public Answer send(Question question) {
        Deadline deadline = new Deadline(question.limit());
        AnswerForm asked = form;
        while (true) {
            try {
                Answer answer = send(question.within(deadline.left()), asked);
                form = asked;
                return answer;
            } catch (ModelFailure e) {
                throw e;
            } catch (RuntimeException e) {
                AnswerForm less = asked.less();
                if (!isBadRequest(e) || less == null || deadline.left().isZero()) {
                    throw failure(e);
                }
                asked = less;
            }
        }
    }

    private Answer send(Question question, AnswerForm asked) {
        Prompt prompt =
                new Prompt(question.turns().stream().map(SpringAiChat::message).toList(), options(question, asked));
        Consumer<String> partial = question.partial();
        return partial == null ? whole(model().call(prompt)) : streamed(model(), prompt, question.limit(), partial);
    }

    /** What servers say of a form of answers that they don't know. */
    private static boolean isBadRequest(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OpenAIServiceException said) {
                return said.statusCode() == 400 || said.statusCode() == 422;
            }
        }
        return false;
    }

    private OpenAiChatOptions options(Question question, AnswerForm asked) {
        OpenAiChatOptions.Builder options = OpenAiChatOptions.builder()
                .model(endpoint.model())
                .timeout(question.limit())
                .maxCompletionTokens(question.tokens());
        ResponseFormat format = asked.format();
        if (format != null) {
            options.responseFormat(format);
        }
        if (question.candidates() > 1) {
            options.n(question.candidates());
        }
        if (question.partial() != null) {
            options.streamUsage(true);
        }
        return options.build();
    }

    private static Message message(Turn turn) {
        return switch (turn.speaker()) {
            case SYSTEM -> new SystemMessage(turn.text());
            case USER -> new UserMessage(turn.text());
            case MODEL -> new AssistantMessage(turn.text());
        };
    }

    private synchronized OpenAiChatModel model() {
        OpenAiChatModel known = model;
        if (known == null) {
            silence();
            known = OpenAiChatModel.builder()
                    .options(OpenAiChatOptions.builder()
                            .baseUrl(endpoint.baseUrl())
                            // Empty, not null: else it looks for OPENAI_API_KEY, which was not meant for us.
                            .apiKey(endpoint.apiKey())
                            .model(endpoint.model())
                            .maxRetries(0)
                            .build())
                    .httpClientBuilderCustomizer(SpringAiChat::withoutTelemetry)
                    .build();
            model = known;
        }
        return known;
    }

    /** It logs whole prompts where an answer is empty. */
    static void silence() {
        LoggingSystem.get(SpringAiChat.class.getClassLoader()).setLogLevel("org.springframework.ai", LogLevel.OFF);
    }

    /** The SDK tells each server the system, the architecture and the Java version. */
    static void withoutTelemetry(SpringAiOpenAiHttpClient.Builder client) {
        client.interceptor(chain -> {
            Request.Builder request = chain.request().newBuilder();
            chain.request().headers().names().stream()
                    .filter(name -> name.regionMatches(true, 0, "X-Stainless-", 0, 12))
                    .forEach(request::removeHeader);
            return chain.proceed(request.header("User-Agent", "comfort-commit").build());
        });
    }

    private static Answer whole(@Nullable ChatResponse response) {
        if (response == null) {
            throw new ModelFailure(Reason.EMPTY);
        }
        List<String> texts = new ArrayList<>();
        boolean truncated = false;
        for (Generation generation : response.getResults()) {
            String text = generation.getOutput().getText();
            if (LENGTH.equals(generation.getMetadata().getFinishReason())) {
                truncated = true;
            } else if (text != null && !text.isBlank()) {
                texts.add(text);
            }
        }
        return answer(texts, truncated, usage(response));
    }

    private static Answer streamed(OpenAiChatModel model, Prompt prompt, Duration limit, Consumer<String> partial) {
        Map<Long, StringBuilder> texts = new TreeMap<>();
        Map<Long, String> ends = new HashMap<>();
        Usage[] usage = new Usage[1];
        for (ChatResponse chunk : model.stream(prompt).timeout(limit).toIterable()) {
            Usage told = usage(chunk);
            usage[0] = told == null ? usage[0] : told;
            for (Generation generation : chunk.getResults()) {
                Object index = generation.getOutput().getMetadata().get("index");
                long candidate = index instanceof Number number ? number.longValue() : 0;
                String text = generation.getOutput().getText();
                StringBuilder sofar = texts.computeIfAbsent(candidate, key -> new StringBuilder());
                if (text != null && !text.isEmpty()) {
                    sofar.append(text);
                    if (candidate == 0) {
                        partial.accept(sofar.toString());
                    }
                }
                String end = generation.getMetadata().getFinishReason();
                if (end != null && !end.isBlank()) {
                    ends.put(candidate, end);
                }
            }
        }
        if (texts.isEmpty()) {
            throw new ModelFailure(Reason.EMPTY);
        }
        if (!ends.keySet().containsAll(texts.keySet())) {
            throw new ModelFailure(Reason.BROKEN_OFF);
        }
        List<String> ended = texts.entrySet().stream()
                .filter(text -> !LENGTH.equals(ends.get(text.getKey())))
                .map(text -> text.getValue().toString())
                .filter(text -> !text.isBlank())
                .toList();
        return answer(ended, ends.containsValue(LENGTH), usage[0]);
    }

    private static Answer answer(List<String> texts, boolean truncated, @Nullable Usage usage) {
        if (texts.isEmpty()) {
            throw new ModelFailure(truncated ? Reason.TRUNCATED : Reason.EMPTY);
        }
        return new Answer(List.copyOf(texts), usage);
    }

    @Nullable
    private static Usage usage(ChatResponse response) {
        org.springframework.ai.chat.metadata.Usage told = response.getMetadata().getUsage();
        return told == null || told.getTotalTokens() == 0
                ? null
                : new Usage(told.getPromptTokens(), told.getCompletionTokens());
    }

    /** By type alone: messages of exceptions may hold what was sent or the key. */
    static ModelFailure failure(RuntimeException thrown) {
        Reason reason = Reason.NOT_UNDERSTOOD;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OpenAIServiceException said) {
                return new ModelFailure(reason(said.statusCode()), retryAfter(said.headers()), null);
            }
            if (cause instanceof InterruptedIOException || cause instanceof TimeoutException) {
                return new ModelFailure(Reason.TIMEOUT);
            }
            // Text that is no JSON is an IOException too.
            if (cause instanceof JacksonException) {
                return new ModelFailure(Reason.NOT_UNDERSTOOD);
            }
            if (cause instanceof IOException || cause instanceof OpenAIIoException) {
                reason = Reason.UNREACHABLE;
            }
        }
        return new ModelFailure(reason);
    }

    private static Reason reason(int status) {
        return switch (status) {
            case 408 -> Reason.TIMEOUT;
            case 429 -> Reason.RATE_LIMITED;
            default -> status >= 500 ? Reason.SERVER_ERROR : Reason.REFUSED;
        };
    }

    /** Seconds; the form with a date is no better than none. */
    @Nullable
    private static Duration retryAfter(Headers headers) {
        return headers.values("Retry-After").stream()
                .filter(value -> value.matches("\\d{1,9}"))
                .findFirst()
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(null);
    }
}
