using Fusion.Compiler.Lower;
using Fusion.Compiler.Tests.Differentiate;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Lower;

/// <summary>Whether an operation counts where the parameters of a layer are named.</summary>
public class LayerNumberingTests
{
    /// <summary>Fields that are values, and nodes of recurrent layers: no attribute puts them on a layer.</summary>
    private static bool IsOnLayers(string kind) => kind != "Parameter" && !kind.EndsWith("Steps", StringComparison.Ordinal);

    /// <summary>A new operation with parameters that is not counted would share its name with its neighbour.</summary>
    [Fact]
    public void Every_operation_with_parameters_counts()
    {
        var found = new HashSet<string>();
        foreach (object[] row in GradientTests.Cases)
            if (new OperationCase((string)row[0], (string)row[1], (string)row[2]).Graph.Parameters.Count > 0) found.Add((string)row[0]);

        Assert.Equal(found.Where(IsOnLayers).Append("Block").Order(), LayerExpansion.WithParameters.Order());
    }
}
