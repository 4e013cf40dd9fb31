namespace Fusion.Compiler.Tests.Graphs;

public class ResolveBiasTests
{
    private static readonly EquatableArray<int> None = [];

    private readonly GraphBuilder _builder = new("bias");

    [Fact]
    public void A_layer_before_BatchNorm_has_none()
    {
        int conv = Conv(_builder.Input("x", 4), null);
        int linear = _builder.Add(new Linear("b", 4), _builder.Add(new BatchNorm("a"), conv));
        _builder.Output("y", _builder.Add(new BatchNorm("c"), linear));
        Graph graph = ResolveBias.Run(_builder.Build());
        Assert.False(((Conv)graph.Nodes[conv].Operation).Bias);
        Assert.False(((Linear)graph.Nodes[linear].Operation).Bias);
    }

    [Fact]
    public void A_dropout_between_them_changes_nothing()
    {
        int before = Conv(_builder.Input("x", 4), null);
        int norm = _builder.Add(new BatchNorm("a"), _builder.Add(new Dropout(), _builder.Add(new Dropout(), before)));
        int shown = Conv(norm, null);
        int dropped = _builder.Add(new Dropout(), shown);
        _builder.Output("y", dropped);
        _builder.Output("z", _builder.Add(new BatchNorm("b"), dropped));
        Graph graph = ResolveBias.Run(_builder.Build());
        Assert.False(((Conv)graph.Nodes[before].Operation).Bias);
        Assert.True(((Conv)graph.Nodes[shown].Operation).Bias);
    }

    [Fact]
    public void Any_other_layer_has_one()
    {
        int conv = Conv(_builder.Input("x", 4), null);
        _builder.Output("y", _builder.Add(new Relu(), conv));
        Assert.True(((Conv)ResolveBias.Run(_builder.Build()).Nodes[conv].Operation).Bias);
    }

    [Fact]
    public void A_second_reader_keeps_it()
    {
        int conv = Conv(_builder.Input("x", 4), null);
        _builder.Output("y", _builder.Add(new Add(), conv, _builder.Add(new BatchNorm("a"), conv)));
        Assert.True(((Conv)ResolveBias.Run(_builder.Build()).Nodes[conv].Operation).Bias);
    }

    [Fact]
    public void An_output_keeps_it()
    {
        int conv = Conv(_builder.Input("x", 4), null);
        _builder.Output("y", conv);
        _builder.Output("z", _builder.Add(new BatchNorm("a"), conv));
        Assert.True(((Conv)ResolveBias.Run(_builder.Build()).Nodes[conv].Operation).Bias);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_written_stays(bool written)
    {
        int conv = Conv(_builder.Input("x", 4), written);
        _builder.Output("y", _builder.Add(new BatchNorm("a"), conv));
        Assert.Equal(written, ((Conv)ResolveBias.Run(_builder.Build()).Nodes[conv].Operation).Bias);
    }

    private int Conv(int input, bool? bias) => _builder.Add(new Conv("conv", 4, None, None, None, None, 1, bias), input);
}
