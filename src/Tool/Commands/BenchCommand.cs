using System.CommandLine;
using System.Globalization;
using Fusion.Import.Fold;
using Fusion.Tool.Models;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Commands;

/// <summary><c>fusion bench</c>: an imported model beside ONNX Runtime.</summary>
internal sealed class BenchCommand : ToolCommand
{
    private const int MostThreads = 1024;

    private readonly Argument<string> _model;
    private readonly Option<int> _threads;
    private readonly Option<double> _seconds;
    private readonly Option<string[]> _shape;
    private readonly Option<bool> _json;

    public BenchCommand()
        : base("bench", "Times an ONNX model, imported and compiled in memory, beside ONNX Runtime: run for run, results compared first.",
            new Example("fusion bench resnet18.onnx", "One thread each, for some seconds."),
            new Example("fusion bench detector.onnx --shape input=1x3x320x320 --threads 2",
                "A size that the file leaves open, on two threads."))
    {
        _model = WithFile("model", "The ONNX file.");
        _threads = With<int>("--threads", "How many threads each has; 1 where it is not given.", value: "N");
        _seconds = With<double>("--seconds", "How long both are measured; 5 where it is not given.", value: "S");
        _shape = With<string[]>("--shape", "The shape of an input, where the file leaves it open.", value: "INPUT=SHAPE");
        _json = With<bool>("--json", "Prints the result as JSON.");
        _threads.DefaultValueFactory = _ => 1;
        _seconds.DefaultValueFactory = _ => 5;
    }

    public override void Run(ParseResult line, Terminal terminal)
    {
        string path = line.GetRequiredValue(_model);
        int threads = line.GetValue(_threads);
        double seconds = line.GetValue(_seconds);
        if (threads is < 1 or > MostThreads)
            throw new ToolException($"--threads {threads}: a number from 1 to {MostThreads} was expected.");
        if (!(seconds is > 0 and <= 3600)) throw new ToolException($"--seconds {seconds}: a number up to 3600 was expected.");
        var shapes = ShapeOption.Parse(line.GetValue(_shape) ?? []);
        if (shapes.Count > 1) throw new ToolException("bench takes one shape for each input.");
        OnnxRuntimeLibrary.Require();
        SpeedComparison result = null!;
        terminal.Progress($"Measuring {Path.GetFileName(path)}", progress =>
        {
            ImportedNetwork network = ImportedNetwork.Create(ModelFiles.Read(path), "Case", CompiledCase.Namespace(0), [shapes[0]],
                new Dictionary<string, ConstantTensor>());
            result = SpeedComparison.Measure(path, CompiledCase.Compile([network])[0], threads, seconds, progress);
        });
        if (line.GetValue(_json))
        {
            terminal.Json(result);
            return;
        }

        terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"{path}: {result.Fusion:0.000} ms, ONNX Runtime {result.OnnxRuntime:0.000} ms: {result.Ratio:0.00} times its speed "
            + $"({threads} {(threads == 1 ? "thread" : "threads")}, medians of {result.Runs} runs each, "
            + $"largest difference {result.Error:0.0e+0})"));
    }
}
