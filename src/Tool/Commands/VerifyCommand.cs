using System.CommandLine;
using System.Globalization;
using Fusion.Gpu;
using Fusion.Import;
using Fusion.Tool.Models;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Commands;

/// <summary><c>fusion verify</c>: imports, generates, compiles and runs models, and compares the results.</summary>
internal sealed class VerifyCommand : ToolCommand
{
    private readonly Argument<string[]> _models;
    private readonly Option<string?> _cases;
    private readonly Option<string[]> _shape, _constant;
    private readonly Option<bool> _gpu, _json;

    public VerifyCommand()
        : base("verify",
            "Imports a model, compiles it in memory, runs it on every instruction set of this machine, and compares the results.",
            new Example("fusion verify resnet18.onnx", "Compares with the test_data_set_* beside the model, or else with ONNX Runtime."),
            new Example("fusion verify --cases onnx/backend/test/data/node", "Runs every folder with a model.onnx and data sets."))
    {
        _models = new Argument<string[]>("model") { Description = "ONNX files.", Arity = ArgumentArity.ZeroOrMore };
        Arguments.Add(_models);
        _cases = With<string?>("--cases", "A folder, searched with all folders in it for model.onnx beside test_data_set_0.", value: "DIR");
        _shape = With<string[]>("--shape", "The shape of an input, where the file leaves it open.", value: "INPUT=SHAPE");
        _constant = With<string[]>("--constant", "An input that is a constant in the network, and its value.", value: "INPUT=VALUE");
        _gpu = With<bool>("--gpu", "Runs on the first GPU of this machine, too.");
        _json = With<bool>("--json", "Prints the results as JSON.");
    }

    public override void Run(ParseResult line, Terminal terminal)
    {
        List<string> files = [.. line.GetValue(_models) ?? []];
        string? root = line.GetValue(_cases);
        if (root is not null && !Directory.Exists(root)) throw new ToolException($"There is no folder {root}.");
        if (root is not null)
            files.AddRange(Directory.EnumerateFiles(root, "model.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        if (files.Count == 0)
            throw new ToolException(root is null
                ? "No model is given: a file, or --cases with a folder."
                : $"No folder in {root} has a model.onnx.");
        var shapes = ShapeOption.Parse(line.GetValue(_shape) ?? []);
        if (shapes.Count > 1) throw new ToolException("verify takes one shape for each input.");
        var given = new GivenInputs(shapes[0], ConstantOption.Parse(line.GetValue(_constant) ?? []));
        List<VerifiedCase> results = [];
        using GpuDevice? device = line.GetValue(_gpu) ? FirstGpu() : null;
        terminal.Progress("Verifying", progress => results = Verification.Run(files, root, given, device, progress));
        if (line.GetValue(_json)) terminal.Json(results);
        else foreach (VerifiedCase result in results) terminal.Line(Text(result));
        int passed = Count(Outcome.Passed), failed = Count(Outcome.Failed);
        int disputed = Count(Outcome.Disputed), notCompared = Count(Outcome.Unchecked);
        if (!line.GetValue(_json))
        {
            terminal.Line($"{passed} passed, {failed} failed, {Count(Outcome.Unsupported)} unsupported"
                + (disputed > 0 ? $", {disputed} disputed" : "") + (notCompared > 0 ? $", {notCompared} unchecked" : ""));
        }

        if (disputed > 0)
        {
            terminal.Note($"{disputed} of {results.Count} cases expect other results than both Fusion and ONNX Runtime have: "
                + "their expected outputs are doubted.");
        }

        if (failed > 0) throw new ToolException($"{failed} of {results.Count} cases failed.");
        if (passed + disputed == 0)
            throw new ToolException($"Nothing passed: no case could be {(notCompared > 0 ? "compared with anything" : "imported")}.");

        int Count(Outcome outcome) => results.Count(result => result.Outcome == outcome);
    }

    private static GpuDevice FirstGpu()
    {
        IReadOnlyList<GpuDeviceInfo> devices = GpuDevice.List();
        if (devices.FirstOrDefault(device => device is { Kind: not GpuDeviceKind.Cpu, Problem: null }) is { } found)
            return GpuDevice.Open(found.Name);
        string problems = string.Join(" ",
            devices.Where(device => device.Problem is not null).Select(device => $"{device.Name}: {device.Problem}"));
        throw new ToolException("--gpu: there is no GPU, and no OpenCL device, that Fusion can use."
            + (problems.Length > 0 ? " " + problems : ""));
    }

    private static string Text(VerifiedCase result) => result.Outcome switch
    {
        _ when result.Place.Length == 0 =>
            $"{result.Outcome.ToString().ToLowerInvariant(),-11}  {result.Name}: {result.Reason.ReplaceLineEndings(" ")}",
        _ => string.Create(CultureInfo.InvariantCulture,
            $"{result.Outcome.ToString().ToLowerInvariant(),-11}  {result.Name}: largest error {result.Error:0.0e+0} at " +
            $"{result.Place}, {result.Reason}"),
    };
}
