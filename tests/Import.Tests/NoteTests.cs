using Fusion.Import.Tests.Support;

namespace Fusion.Import.Tests;

/// <summary>What a user is told of an import that has gone well.</summary>
public sealed class NoteTests
{
    [Fact]
    public void A_weight_of_several_layers_is_named()
    {
        var model = new OnnxText();
        string weight = model.Random("w", 8, 8);
        string result = model.Add("Relu", [model.Add("MatMul", [model.Add("Relu", [model.Add("MatMul", ["x", weight])]), weight])]);
        Assert.Contains("The weight 'w' is that of 2 layers", Assert.Single(model.Import(result, 1, 8).Notes));
        var own = new OnnxText();
        string other = own.Add("Relu", [own.Add("MatMul", ["x", own.Random("w", 8, 8)])]);
        Assert.Empty(own.Import(other, 1, 8).Notes);
    }
}
