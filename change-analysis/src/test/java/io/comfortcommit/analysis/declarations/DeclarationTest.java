package io.comfortcommit.analysis.declarations;

import static io.comfortcommit.analysis.declarations.Declaration.Kind.CONSTANT;
import static io.comfortcommit.analysis.declarations.Declaration.Kind.FUNCTION;
import static io.comfortcommit.analysis.declarations.Declaration.Kind.TEST;
import static io.comfortcommit.analysis.declarations.Declaration.Kind.TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclarationTest {
    static Stream<Arguments> declarations() {
        return Stream.of(
                // Java
                arguments("public final class ChangeReader {", TYPE, "ChangeReader"),
                arguments("public record Limits(int files, int lines) {", TYPE, "Limits"),
                arguments("    sealed interface Content permits Text {", TYPE, "Content"),
                arguments("    public ChangeSet read(Repository repository, ObjectId id)", FUNCTION, "read"),
                arguments("    void hunksAreKept() throws IOException {", FUNCTION, "hunksAreKept"),
                arguments("    List<Map<String, Hunk>> hunks() {", FUNCTION, "hunks"),
                arguments("    private static <T> Optional<T> first(List<T> list) {", FUNCTION, "first"),
                arguments("    public ChangeReader(Limits limits) {", FUNCTION, "ChangeReader"),
                arguments("    private static final int RENAME_LIMIT = 200;", CONSTANT, "RENAME_LIMIT"),
                arguments("    Draft draft(ChangeSet change, DraftingContext context);", FUNCTION, "draft"),
                // A test can be called anything
                arguments("    test('...', () {", TEST, "..."),
                arguments("    it('###', () => {", TEST, "###"),
                // Kotlin, Scala, Swift
                arguments("data class User(val name: String)", TYPE, "User"),
                arguments("    suspend fun <T> load(id: T): User? {", FUNCTION, "load"),
                arguments("const val LIMIT = 3", CONSTANT, "LIMIT"),
                arguments("  override def toString: String = name", FUNCTION, "toString"),
                arguments("public struct Point: Codable {", TYPE, "Point"),
                arguments("    func move(to point: Point) {", FUNCTION, "move"),
                // TypeScript, JavaScript
                arguments("export default class App extends Component {", TYPE, "App"),
                arguments("export type Options = {", TYPE, "Options"),
                arguments("export async function capture(path: string): Promise<void> {", FUNCTION, "capture"),
                arguments("export const toDraft = (change) => {", FUNCTION, "toDraft"),
                arguments("  async send(body: string): Promise<Response> {", FUNCTION, "send"),
                arguments("const workerRE: RegExp = /worker/", CONSTANT, "workerRE"),
                arguments("  it('rounds half up', () => {", TEST, "rounds half up"),
                // Python, Ruby, PHP
                arguments("class Reader(Base):", TYPE, "Reader"),
                arguments("    async def read(self, path):", FUNCTION, "read"),
                arguments("MAX_SIZE = 10", CONSTANT, "MAX_SIZE"),
                arguments("  def self.find(id)", FUNCTION, "find"),
                arguments("    public function index(): Response", FUNCTION, "index"),
                // Go, Rust, C, C++, C#
                arguments("func (r *Reader) Read(p []byte) (int, error) {", FUNCTION, "Read"),
                arguments("type Reader struct {", TYPE, "Reader"),
                arguments("pub(crate) async fn read(path: &Path) -> Result<()> {", FUNCTION, "read"),
                arguments("impl Display for Error {", TYPE, "Error"),
                arguments("static int read_all(const char *path, size_t n) {", FUNCTION, "read_all"),
                arguments("void Reader::open(const std::string& path) {", FUNCTION, "Reader::open"),
                arguments("#define MAX_PATHS 16", CONSTANT, "MAX_PATHS"),
                arguments("    public async Task<int> SaveAsync(Order order)", FUNCTION, "SaveAsync"),
                // Shell, SQL, Terraform, Protocol Buffers
                arguments("find_jdk() {", FUNCTION, "find_jdk"),
                arguments("create table if not exists query.draft (", TYPE, "query.draft"),
                arguments("resource \"aws_s3_bucket\" \"logs\" {", TYPE, "aws_s3_bucket.logs"),
                arguments("message Draft {", TYPE, "Draft"),
                // Names in any script
                arguments("    void 빈_변경은_그대로다() {", FUNCTION, "빈_변경은_그대로다"));
    }

    @ParameterizedTest
    @MethodSource("declarations")
    void aLineThatDeclaresGivesItsName(String line, Declaration.Kind kind, String name) {
        assertThat(Declaration.in(line)).hasValueSatisfying(found -> {
            assertThat(found.name()).isEqualTo(name);
            assertThat(found.kind()).isEqualTo(kind);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "        return read(path);",
                "        if (isOpen(path)) {",
                "        } else if (isOpen(path)) {",
                "        for (var line : lines) {",
                "        throw new IllegalStateException(message);",
                "        reader.read(path);",
                "        var reader = new Reader(path);",
                "        int size = read(path);",
                "        const value = compute(1);",
                "    // class Reader is gone",
                "     * class of things",
                "# class of things",
                "        new Thread(task) {",
                "        synchronized (lock) {",
                "        } catch (IOException e) {",
                "        switch (kind) {",
                "        await send(body)",
                "        foo(bar, () => {",
                "import type { Options } from 'vite'",
                "  type RolldownOutput,",
                "package middleware",
                "        else doThis(now);",
            })
    void aStatementDeclaresNothing(String line) {
        assertThat(Declaration.in(line)).isEmpty();
    }

    @Test
    void aSignatureIsTheLineWithoutItsBody() {
        assertThat(Declaration.in("    void a(int b) { return; }").orElseThrow().signature())
                .isEqualTo("void a(int b)");
    }

    @Test
    void theEnclosingDeclarationIsIndentedLess() {
        var lines = """
                class A {
                    void first() {
                        one();
                    }

                    void second(
                            int parameter) {
                        if (x) {
                            two();
                """.lines().toList();

        assertThat(Enclosing.above(lines::get, 2)).isEqualTo("    void first() {");
        assertThat(Enclosing.above(lines::get, 8)).isEqualTo("    void second(");
        assertThat(Enclosing.above(lines::get, 1)).isEqualTo("class A {");
        assertThat(Enclosing.above(lines::get, 0)).isNull();
    }
}
