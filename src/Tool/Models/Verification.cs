using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Fusion.Gpu;
using Fusion.Import;
using Fusion.Import.Cases;
using Fusion.Import.Fold;
using Fusion.Tool.Shell;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Models;

internal enum Outcome
{
    Passed,
    Failed,
    Unsupported,

    /// <summary>The results are not those that are expected, but ONNX Runtime's.</summary>
    Disputed,
}

/// <summary>What became of a case.</summary>
/// <param name="Error">The largest error, as a share of the largest expected number.</param>
/// <param name="Place">Where that is; empty where nothing ran.</param>
/// <param name="Reason">What it was compared with, or why it was not.</param>
internal sealed record VerifiedCase(string Name, Outcome Outcome, double Error, string Place, string Reason);

/// <summary>Imports, compiles and runs models.</summary>
internal static class Verification
{
    /// <summary>Networks that are compiled together: more would need much memory.</summary>
    private const int Together = 60;

    private sealed record Waiting(string Name, string File, int Inputs, ImportedNetwork Network, DataSet? Set);

    /// <param name="root">Names of cases are relative to it; null for the files' own names.</param>
    /// <param name="device">A GPU that runs them, too; null for none.</param>
    public static List<VerifiedCase> Run(IReadOnlyList<string> files, string? root, IReadOnlyDictionary<string, int[]> shapes,
        GpuDevice? device, Action<double> progress)
    {
        var results = new List<VerifiedCase>();
        for (int first = 0; first < files.Count; first += Together)
        {
            List<Waiting> waiting = [];
            foreach (string file in files.Skip(first).Take(Together)) Import(file, Title(file, root), shapes, waiting, results);
            if (waiting.Count > 0)
            {
                CompiledCase[] compiled = CompiledCase.Compile([.. waiting.Select(item => item.Network)], device is not null);
                results.AddRange(waiting.Zip(compiled, (item, compiled) => Compare(item, compiled, device)));
            }

            progress(Math.Min(1, (first + Together) / (double)files.Count));
        }

        return [.. results.OrderBy(result => result.Name, StringComparer.Ordinal)];
    }

    private static string Title(string file, string? root)
    {
        if (root is null && Path.GetFileName(file) != "model.onnx") return Path.GetFileName(file);
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        string name = root is null ? "." : Path.GetRelativePath(root, folder);
        return name == "." ? Path.GetFileName(folder) : name;
    }

    private static void Import(
        string file, string name, IReadOnlyDictionary<string, int[]> shapes, List<Waiting> waiting, List<VerifiedCase> results)
    {
        try
        {
            InputFile.Open(file, "an ONNX model").Dispose();
        }
        catch (ToolException exception)
        {
            results.Add(new VerifiedCase(name, Outcome.Failed, 0, "", exception.Message));
            return;
        }

        try
        {
            CaseFolder folder = CaseFolder.ReadFile(file);
            if (folder.Sets.Count == 0)
            {
                waiting.Add(new Waiting(name, file, folder.Model.Graph.Inputs.Count,
                    ImportedNetwork.Create(folder.Model, "Case", CompiledCase.Namespace(waiting.Count), [shapes]), null));
                return;
            }

            foreach (DataSet set in folder.Sets)
            {
                string title = folder.Sets.Count == 1 ? name : $"{name}/{set.Name}";
                ImportedModel model = folder.Import(set, "Case");
                waiting.Add(new Waiting(title, file, folder.Model.Graph.Inputs.Count,
                    ImportedNetwork.Of([model], "Case", CompiledCase.Namespace(waiting.Count)), set));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            results.Add(new VerifiedCase(name, Outcome.Failed, 0, "", exception.Message));
        }
        catch (Exception exception) when (exception is ImportException or ToolException)
        {
            results.Add(new VerifiedCase(name, Outcome.Unsupported, 0, "", exception.Message));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            results.Add(Defect(name, exception));
        }
    }

    /// <summary>A mistake of Fusion's own: the other models are verified all the same.</summary>
    private static VerifiedCase Defect(string name, Exception exception) =>
        new(name, Outcome.Failed, 0, "", $"a defect of Fusion, please report it: {exception.GetType().Name}, {exception.Message}");

    private static VerifiedCase Compare(Waiting item, CompiledCase compiled, GpuDevice? device)
    {
        try
        {
            ImportedModel model = item.Network.Model;
            if (item.Set is { } data && (data.Inputs.Count < item.Inputs || data.Outputs.Count < model.Outputs.Count))
            {
                return new VerifiedCase(item.Name, Outcome.Failed, 0, "",
                    $"{data.Name} has {data.Inputs.Count} inputs and {data.Outputs.Count} outputs; {item.Inputs} and " +
                    $"{model.Outputs.Count} were expected");
            }

            float[][] inputs = [.. model.Inputs
                .Select((border, i) => item.Set is null ? RandomInput.Of(border, i) : Given(item.Set, item.File, border))];
            float[][] expected = item.Set is { } set
                ? [.. set.Outputs.Take(model.Outputs.Count).Select(tensor => tensor.Floats)]
                : OnnxRuntimeRun.Run(item.File, model.Inputs, inputs, model.Outputs);
            var results = Available().Select(set => (BackEnd: set.ToString(), Values: compiled.Run(set, inputs))).ToList();
            if (device is not null) results.Add((device.Info.Name, compiled.Run(device, inputs)));
            string sets = string.Join(", ", results.Select(result => result.BackEnd));
            Comparison[] comparisons = Against(expected);
            Comparison worst = comparisons.MaxBy(comparison => comparison.Error)!;
            bool fits = comparisons.All(comparison => comparison.Fits);
            if (!fits && item.Set is { } disputed && OnnxRuntimeRun.TryRun(item.File, disputed, model.Outputs) is { } others
                && Against(others).All(comparison => comparison.Fits))
            {
                return new VerifiedCase(item.Name, Outcome.Disputed, worst.Error, worst.Place,
                    $"{sets} against the expected outputs, but ONNX Runtime has the same results");
            }

            return new VerifiedCase(item.Name, fits ? Outcome.Passed : Outcome.Failed, worst.Error, worst.Place,
                $"{sets} against {(item.Set is null ? "ONNX Runtime" : "the expected outputs")}");

            Comparison[] Against(float[][] outputs) => [.. results.SelectMany(result => outputs.Select((values, i) =>
                Comparison.Of(model.Outputs[i].ModelName, result.Values[i], values)))];
        }
        catch (Exception exception) when (exception is ToolException or ArgumentException or WeightsException or GpuException)
        {
            return new VerifiedCase(item.Name, Outcome.Failed, 0, "", exception.Message);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Defect(item.Name, exception);
        }
    }

    private static float[] Given(DataSet set, string file, Border border)
    {
        int index = ModelFiles.Read(file).Graph.Inputs.ToList().FindIndex(input => input.Name == border.ModelName);
        ConstantTensor tensor = set.Inputs[index];
        return tensor.Floats;
    }

    private static IEnumerable<InstructionSet> Available()
    {
        if (Vector512.IsHardwareAccelerated) yield return InstructionSet.Avx512;
        if (Avx2.IsSupported) yield return InstructionSet.Avx2;
        yield return InstructionSet.Portable;
    }
}
