using Fusion.Gpu;
using Fusion.Import;
using Fusion.Import.Cases;
using Fusion.Import.Fold;
using Fusion.Tool.Shell;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Models;

/// <summary>Imports, compiles and runs models.</summary>
internal static class Verification
{
    /// <summary>Networks that are compiled together: more would need much memory.</summary>
    private const int Together = 60;

    /// <param name="root">Names of cases are relative to it; null for the files' own names.</param>
    /// <param name="device">A GPU that runs them, too; null for none.</param>
    public static List<VerifiedCase> Run(IReadOnlyList<string> files, string? root, GivenInputs given, GpuDevice? device,
        Action<double> progress)
    {
        var results = new List<VerifiedCase>();
        for (int first = 0; first < files.Count; first += Together)
        {
            List<ImportedCase> waiting = [];
            foreach (string file in files.Skip(first).Take(Together)) Import(file, Title(file, root), given, waiting, results);
            if (waiting.Count > 0)
            {
                CompiledCase[] compiled = CompiledCase.Compile([.. waiting.Select(item => item.Network)], device is not null);
                results.AddRange(waiting.Zip(compiled, (item, compiled) => CaseComparison.Run(item, compiled, device)));
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
        string file, string name, GivenInputs given, List<ImportedCase> waiting, List<VerifiedCase> results)
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
                var constants = ConstantOption.For(folder.Model, given.Constants, given.Shapes);
                var network = ImportedNetwork.Create(
                    folder.Model, "Case", CompiledCase.Namespace(waiting.Count), [given.Shapes], constants);
                waiting.Add(new ImportedCase(name, file, folder.Model, network, constants, null));
                return;
            }

            foreach (DataSet set in folder.Sets)
            {
                string title = folder.Sets.Count == 1 ? name : $"{name}/{set.Name}";
                ImportedModel model = folder.Import(set, "Case");
                var network = ImportedNetwork.Of([model], "Case", CompiledCase.Namespace(waiting.Count));
                waiting.Add(new ImportedCase(title, file, folder.Model, network, new Dictionary<string, ConstantTensor>(), set));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or UnreadableException)
        {
            results.Add(new VerifiedCase(name, Outcome.Failed, 0, "", exception.Message));
        }
        catch (Exception exception) when (exception is ImportException or ToolException)
        {
            results.Add(new VerifiedCase(name, Outcome.Unsupported, 0, "", exception.Message));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            results.Add(VerifiedCase.Defect(name, exception));
        }
    }
}
