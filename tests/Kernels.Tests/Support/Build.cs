namespace Fusion.Kernels.Tests.Support;

/// <summary>Graphs for tests in few words. Every layer's parameters are named after its position.</summary>
internal sealed class Build
{
    private readonly GraphBuilder _builder;

    private Build(string name) => _builder = new GraphBuilder(name);

    public static Graph Graph(string name, Action<Build> build)
    {
        var graph = new Build(name);
        build(graph);
        return graph._builder.Build();
    }

    /// <summary>One operation between one input and one output.</summary>
    public static Graph Single(Operation operation, params int[] input) =>
        Graph(operation.Kind, graph => graph.Output("y", graph.Add(operation, graph.Input("x", input))));

    public Shape Shape(int value) => _builder[value].Shape;

    public int Input(string name, params int[] dimensions) => _builder.Input(name, dimensions);

    public int Add(Operation operation, params int[] inputs) => _builder.Add(operation, inputs, $"{operation.Kind}{_builder.Nodes.Count}");

    public void Output(string name, int value) => _builder.Output(name, value);

    public void Tap(string name, int value) => _builder.Tap(name, value);

    /// <summary>A convolution of any rank; the padding is half the kernel unless given.</summary>
    public int Conv(
        int x, int outputs, int kernel, int stride = 1, int dilation = 1, int? padding = null, int groups = 1, bool bias = true,
        string? path = null)
    {
        int rank = Shape(x).SpatialRank;
        EquatableArray<int> All(int value) => [.. Enumerable.Repeat(value, rank)];
        return Add(new Conv(path ?? $"c{_builder.Nodes.Count}", outputs, All(kernel), All(stride), All(dilation),
            All(padding ?? dilation * (kernel - 1) / 2), groups, bias), x);
    }

    public int Linear(int x, int outputs, bool bias = true) => Add(new Linear($"l{_builder.Nodes.Count}", outputs, bias), x);

    public int Norm(int x) => Add(new BatchNorm($"n{_builder.Nodes.Count}"), x);

    public int Relu(int x) => Add(new Relu(), x);

    public int ConvNorm(int x, int outputs, int kernel, int stride = 1, int groups = 1) =>
        Norm(Conv(x, outputs, kernel, stride, groups: groups, bias: false));

    public int ConvNormRelu(int x, int outputs, int kernel, int stride = 1, int groups = 1) =>
        Relu(ConvNorm(x, outputs, kernel, stride, groups));

    public int Sum(int left, int right) => Add(new Add(), left, right);

    public int Product(int left, int right) => Add(new Multiply(), left, right);

    public int Concat(params int[] parts) => Add(new Concat(), parts);

    public int Slice(int x, int start, int count) => Add(new Slice(start, count), x);

    public int Mean(int x) => Add(new GlobalPool(PoolMode.Average), x);

    public int MaxPool(int x, int kernel, int stride, int padding = 0)
    {
        int rank = Shape(x).SpatialRank;
        EquatableArray<int> All(int value) => [.. Enumerable.Repeat(value, rank)];
        return Add(new MaxPool(All(kernel), All(stride), All(padding)), x);
    }

    /// <summary>Squeeze-and-Excitation as its attribute lowers it: convolutions without spatial dimensions.</summary>
    public int SqueezeExcite(int x, int reduced, Operation? inner = null, Operation? gate = null, PoolMode pool = PoolMode.Average)
    {
        int value = Add(new GlobalPool(pool), x);
        value = Add(inner ?? new Relu(), Conv(value, reduced, 1));
        value = Add(gate ?? new Sigmoid(), Conv(value, Shape(x).Channels, 1));
        return Product(x, value);
    }
}
