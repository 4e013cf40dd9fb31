using System.Globalization;
using System.Reflection;
using Fusion.Benchmarks;
using Fusion.Samples;

const int Edits = 5;

return CommandLine.Run(
    () => new CommandLine(
        "benchmarks/CompileTime", "Times the source generator where it has not run before, as in a compiler that has just started.", [
        new("--files", "A.cs,B.cs", "files of samples/Zoo with the declarations (EfficientNetB0.cs,ConvNorm.cs)"),
        new("--generator", "FILE", "another Fusion.Generator.dll, with Fusion.Compiler.dll beside it"),
        new("--processes", "N", "how many, one after the other (9)"),
        new("--once", null, "in this process, and with what the JIT did"),
        new("--text", "FOLDER", "where the generated text goes, to be compared; with --once"),
        new("--help", null, "this text")], args),
    line => line.Has("--once") ? Measure(line) : Repeat(line, args));

static int Measure(CommandLine line)
{
    string repository = Metadata("Repository");
    string[] files =
        [.. (line.Text("--files") ?? "EfficientNetB0.cs,ConvNorm.cs").Split(',')
            .Select(name => Path.Combine(repository, "samples", "Zoo", name))];
    string generator = Path.GetFullPath(line.Text("--generator") ?? Path.Combine(repository, Metadata("Generator")));

    Declarations declarations = Declarations.Read(files);
    Print("the compiler, before any generator", Timing.Of(declarations.Bind));
    Print("a generator that does nothing", Timing.Of(() => declarations.Run(typeof(EmptyGenerator))));

    Type fusion = null!;
    IReadOnlyDictionary<string, string> texts = null!;
    Print("Fusion, the first time", Timing.Of(() => texts = declarations.Run(fusion = Declarations.Load(generator))));
    Print("Fusion, when it has run before",
        Enumerable.Range(0, 40).Select(_ => Timing.Of(() => declarations.Run(fusion))).MinBy(timing => timing.ProcessorMilliseconds)!);
    var (edit, steps) = declarations.RunAfterEdit(fusion);
    Print("Fusion, after an unrelated edit", edit);
    Print("an edit of the declaration, in an editor", declarations.RunAfterEditOfDeclaration(fusion, inEditor: true, Edits));
    Print("the same with the kernels", declarations.RunAfterEditOfDeclaration(fusion, inEditor: false, Edits));
    Print("the compiler, the whole build",
        Enumerable.Range(0, Edits).Select(_ => declarations.Build(fusion)).MinBy(timing => timing.ProcessorMilliseconds)!);
    Console.WriteLine($"{steps}; {texts.Count} generated files, {texts.Values.Sum(text => (long)text.Length):N0} characters");
    if (line.Text("--text") is { } folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in texts) File.WriteAllText(Path.Combine(folder, name), text);
    }
    return texts.Count == 0 ? 1 : 0;
}

// A process has a first time only once.
static int Repeat(CommandLine line, string[] arguments)
{
    int processes = line.Int("--processes", 9, 1, 1000);
    var times = new Dictionary<string, List<double>>();
    string last = "";
    for (int i = 0; i < processes; i++)
    {
        foreach (string output in Timing.Lines([typeof(Declarations).Assembly.Location, "--once", .. arguments]))
        {
            last = output;
            if (Timing.Parse(output) is not var (name, milliseconds)) continue;
            if (!times.TryGetValue(name, out var all)) times[name] = all = [];
            all.Add(milliseconds);
        }
    }
    if (times.Count == 0) return 1;
    Console.WriteLine($"{"",-42}{"best",8}{"median",9}  of {processes} processes, ms");
    foreach (var (name, all) in times)
    {
        all.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-42}{all[0],8:F0}{all[all.Count / 2],9:F0}"));
    }
    Console.WriteLine(last);
    return 0;
}

static void Print(string name, Timing timing) => Console.WriteLine($"{name,-42}{timing}");

static string Metadata(string key) =>
    typeof(Declarations).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
