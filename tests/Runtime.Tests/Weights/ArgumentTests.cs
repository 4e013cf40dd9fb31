namespace Fusion.Tests.Weights;

/// <summary>What is missing is named before anything is done.</summary>
public sealed class ArgumentTests
{
    [Fact]
    public void What_is_null_is_named()
    {
        var weights = new StateDict();
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => StateDict.Load((string)null!)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => StateDict.Load("")).ParamName);
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(() => StateDict.Load((Stream)null!)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => weights.Save((string)null!)).ParamName);
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(() => weights.Save((Stream)null!)).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => weights.Add("", [1], [1f])).ParamName);
        Assert.Equal("dimensions", Assert.Throws<ArgumentNullException>(() => weights.Add("a", null!, [1f])).ParamName);
        Assert.Equal("values", Assert.Throws<ArgumentNullException>(() => weights.Add("a", [1], null!)).ParamName);
        Assert.Equal("info", Assert.Throws<ArgumentNullException>(() => NetworkWeights.Initialize(null!, 1)).ParamName);
        Assert.Empty(weights.Tensors);
    }

    [Fact]
    public void Metadata_is_kept_between_reads()
    {
        var weights = new StateDict();
        weights.Metadata["a"] = "b";
        Assert.Equal("b", weights.Metadata["a"]);
    }
}
