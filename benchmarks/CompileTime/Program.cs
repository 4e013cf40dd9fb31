using System.Reflection;
using Fusion.Benchmarks;
using Fusion.Samples;

return CommandLine.Run(
    () => new CommandLine("benchmarks/CompileTime", "Times the source generator in a process that has not run it before, as in a compiler that has just started.", [
        new("--files", "A.cs,B.cs", "files of samples/Zoo with the declarations (EfficientNetB0.cs,ConvNorm.cs)"),
        new("--generator", "FILE", "another Fusion.Generator.dll, with Fusion.Compiler.dll beside it"),
        new("--text", "FOLDER", "where the generated text goes, to be compared"),
        new("--help", null, "this text")], args),
    Measure);

static int Measure(CommandLine line)
{
    string repository = Metadata("Repository");
    string[] files = [.. (line.Text("--files") ?? "EfficientNetB0.cs,ConvNorm.cs").Split(',').Select(name => Path.Combine(repository, "samples", "Zoo", name))];
    string generator = Path.GetFullPath(line.Text("--generator") ?? Path.Combine(repository, Metadata("Generator")));

    Declarations declarations = Declarations.Read(files);
    Timing compiler = Timing.Of(declarations.Bind);
    Timing empty = Timing.Of(() => declarations.Run(typeof(EmptyGenerator)));
    Console.WriteLine($"the compiler, before         {compiler}");
    Console.WriteLine($"a generator without content  {empty}");

    Type fusion = null!;
    Run first = null!;
    Timing cold = Timing.Of(() => first = declarations.Run(fusion = Declarations.Load(generator)));
    Console.WriteLine($"Fusion, first run            {cold}");
    var later = Enumerable.Range(0, 40).Select(_ => Timing.Of(() => declarations.Run(fusion))).MinBy(timing => timing.Milliseconds)!;
    Console.WriteLine($"Fusion, best of 40 more      {later}");
    var (edit, steps) = declarations.RunAfterEdit(fusion);
    Console.WriteLine($"Fusion, unrelated edit       {edit}; {steps}");
    Console.WriteLine($"{first.Texts.Count} generated files, {first.Texts.Values.Sum(text => (long)text.Length):N0} characters");
    if (line.Text("--text") is { } folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in first.Texts) File.WriteAllText(Path.Combine(folder, name), text);
    }
    return first.Texts.Count == 0 ? 1 : 0;
}

static string Metadata(string key) => typeof(Declarations).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
