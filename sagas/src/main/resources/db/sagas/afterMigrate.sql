-- Where the server has pgvector, past drafts get an index of their vectors; where it comes later, the next start adds it.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') THEN
        RETURN;
    END IF;
    CREATE EXTENSION IF NOT EXISTS vector SCHEMA public;
    IF NOT EXISTS (SELECT FROM information_schema.columns
                   WHERE table_schema = 'sagas' AND table_name = 'past_draft' AND column_name = 'code_vector') THEN
        ALTER TABLE sagas.past_draft
            ADD COLUMN code_vector public.vector(512) GENERATED ALWAYS AS (code::public.vector) STORED;
        -- In the row itself: each comparison would have to fetch it otherwise.
        ALTER TABLE sagas.past_draft ALTER COLUMN code_vector SET STORAGE PLAIN;
        CREATE INDEX past_draft_code ON sagas.past_draft
            USING hnsw (code_vector public.vector_cosine_ops) WITH (m = 16, ef_construction = 200);
    END IF;
    IF NOT EXISTS (SELECT FROM information_schema.columns
                   WHERE table_schema = 'sagas' AND table_name = 'past_words' AND column_name = 'words_vector') THEN
        -- An index is of one length: shorter models' numbers are filled up with zeros, which changes no cosine.
        ALTER TABLE sagas.past_words
            ADD COLUMN words_vector public.vector(1536) GENERATED ALWAYS AS
                ((words || array_fill(0::real, ARRAY[1536 - cardinality(words)]))::public.vector) STORED;
        ALTER TABLE sagas.past_words ALTER COLUMN words_vector SET STORAGE PLAIN;
        CREATE INDEX past_words_words ON sagas.past_words
            USING hnsw (words_vector public.vector_cosine_ops) WITH (m = 16, ef_construction = 200);
    END IF;
    IF NOT EXISTS (SELECT FROM information_schema.columns
                   WHERE table_schema = 'sagas' AND table_name = 'past_function' AND column_name = 'code_vector') THEN
        ALTER TABLE sagas.past_function
            ADD COLUMN code_vector public.vector(512) GENERATED ALWAYS AS (code::public.vector) STORED;
        ALTER TABLE sagas.past_function ALTER COLUMN code_vector SET STORAGE PLAIN;
        CREATE INDEX past_function_code ON sagas.past_function
            USING hnsw (code_vector public.vector_cosine_ops) WITH (m = 16, ef_construction = 200);
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'pgvector is installed, but this role may not create the extension: past drafts are scanned';
END
$$;
