using Fusion.Import.Cases;
using Fusion.Import.Tests.Support;
using Xunit.Abstractions;

namespace Fusion.Import.Tests;

/// <summary>The published conformance cases of ONNX, imported and run on the reference interpreter.</summary>
public class ConformanceTests(ITestOutputHelper output)
{
    /// <summary>Cases whose expected output no engine reproduces, as the collection itself says.</summary>
    private static readonly string[] s_disputed = ["test_resize_downsample_scales_cubic_align_corners"];

    [DataTheory("onnx-node")]
    [InlineData("onnx-node", 207)]
    [InlineData("onnx-node-old", 155)]
    [InlineData("onnx-pytorch-operator", 16)]
    [InlineData("onnx-pytorch-converted", 27)]
    public void CasesAgree(string collection, int least)
    {
        string root = SharedData.Path(collection);
        int passed = 0;
        List<string> wrong = [], unsupported = [];
        foreach (string model in Directory.EnumerateFiles(root, "model.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string folder = Path.GetDirectoryName(model)!, name = Path.GetRelativePath(root, folder);
            if (s_disputed.Contains(Path.GetFileName(folder))) continue;
            try
            {
                CaseFolder read = CaseFolder.Read(folder);
                string? problem = null;
                foreach (DataSet set in read.Sets)
                {
                    ImportedModel imported = read.Import(set, "Case");
                    GraphVerifier.Check(imported.Graph);
                    problem ??= ReferenceRun.Check(imported, set, [.. read.Model.Graph.Inputs.Select(input => input.Name)]);
                }

                if (problem is null) passed++;
                else wrong.Add($"{name}: {problem}");
            }
            catch (ImportException exception)
            {
                unsupported.Add($"{name}: {exception.Message.ReplaceLineEndings(" ")}");
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                wrong.Add($"{name}: {exception}");
            }
        }

        output.WriteLine($"{collection}: {passed} passed, {wrong.Count} wrong, {unsupported.Count} unsupported");
        foreach (string line in wrong) output.WriteLine("WRONG " + line);
        foreach (string line in unsupported) output.WriteLine("UNSUPPORTED " + line);
        Assert.Empty(wrong);
        Assert.True(passed >= least, string.Join("\n", unsupported));
    }
}
