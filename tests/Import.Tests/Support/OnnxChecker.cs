using System.Diagnostics;
using System.Text.Json;

namespace Fusion.Import.Tests.Support;

/// <summary>The checker and the shape inference of the Python package onnx, in a process that answers model by model.</summary>
internal sealed class OnnxChecker : IDisposable
{
    /// <summary>Reads the path of a model from each line, and answers in a line of JSON. Shapes are inferred without those that are
    /// declared.</summary>
    private const string Script = """
        import json, sys, onnx
        from onnx import checker, shape_inference
        newest = onnx.defs.onnx_opset_version()
        for line in sys.stdin:
            path = line.rstrip("\n")
            answer = {"error": "", "shapes": {}, "newest": newest}
            try:
                model = onnx.load(path)
                if model.opset_import[0].version <= newest:
                    checker.check_model(path, full_check=True)
                    for output in model.graph.output:
                        output.type.tensor_type.ClearField("shape")
                    inferred = shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
                    for output in inferred.graph.output:
                        answer["shapes"][output.name] = [
                            d.dim_value if d.HasField("dim_value") else d.dim_param or "?" for d in output.type.tensor_type.shape.dim]
            except Exception as error:
                answer["error"] = str(error) or type(error).__name__
            print(json.dumps(answer), flush=True)
        """;

    private static readonly Lazy<string?> s_python = new(Find);

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    public OnnxChecker() => _process = Process.Start(Start(s_python.Value!, Script))!;

    /// <summary>Why there is none, for a test that is skipped; null where there is one.</summary>
    public static string? Missing =>
        s_python.Value is null ? "There is no Python with the package onnx here (Debian's package python3-onnx)." : null;

    public OnnxAnswer Check(byte[] model)
    {
        string path = Path.Combine(_folder.Path, "model.onnx");
        File.WriteAllBytes(path, model);
        _process.StandardInput.WriteLine(path);
        _process.StandardInput.Flush();
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The checker ended.");
        return JsonSerializer.Deserialize<OnnxAnswer>(answer, JsonSerializerOptions.Web)!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    /// <summary>The first Python on the path that has the package.</summary>
    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "python.exe" : "python3")).Where(File.Exists)
        .FirstOrDefault(python =>
        {
            using Process process = Process.Start(Start(python, "import onnx"))!;
            process.StandardInput.Close();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        });

    /// <summary>What it writes to the error stream is warnings, and nothing that a test depends on.</summary>
    private static ProcessStartInfo Start(string python, string script) => new(python, ["-W", "ignore", "-c", script])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    };
}

/// <summary>What is wrong with a model, and the shapes of its results where nothing is.</summary>
/// <param name="Newest">The newest opset that the checker knows; of models with newer ones it says nothing.</param>
internal sealed record OnnxAnswer(string Error, Dictionary<string, JsonElement[]> Shapes, int Newest);

/// <summary>A test that needs the checker.</summary>
internal sealed class CheckerTheoryAttribute : TheoryAttribute
{
    public CheckerTheoryAttribute() => Skip = OnnxChecker.Missing;
}
