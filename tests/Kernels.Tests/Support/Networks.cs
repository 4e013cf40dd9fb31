namespace Fusion.Kernels.Tests.Support;

/// <summary>Small networks that between them show every fusion.</summary>
internal static class Networks
{
    /// <summary>BatchNorm, activation and residual in the epilogue; zeros around what a padded convolution reads.</summary>
    public static Graph Residual { get; } = Build.Graph("Residual", g =>
    {
        int x = g.ConvNormRelu(g.Input("image", 4, 4, 3), 8, 3);
        int y = g.ConvNorm(g.ConvNormRelu(x, 8, 3), 8, 3);
        g.Output("result", g.Relu(g.Sum(y, x)));
    });

    /// <summary>The squeeze goes through the expanding convolution, whose epilogue then holds gate, residual and activation.</summary>
    public static Graph SeBottleneck { get; } = Build.Graph("SeBottleneck", g =>
    {
        int x = g.Input("input", 4, 4, 16);
        int y = g.ConvNorm(g.ConvNormRelu(x, 8, 3), 16, 1);
        g.Output("result", g.Relu(g.Sum(g.SqueezeExcite(y, 4), x)));
    });

    /// <summary>The depthwise convolution takes the sums, and the gate scales the projecting weights.</summary>
    public static Graph MbConv { get; } = Build.Graph("MbConv", g =>
    {
        int x = g.Input("input", 6, 4, 8);
        int y = g.Add(new HardSwish(), g.ConvNorm(x, 16, 1));
        y = g.Add(new HardSwish(), g.ConvNorm(y, 16, 3, groups: 16));
        g.Output("result", g.Sum(g.ConvNorm(g.SqueezeExcite(y, 4, gate: new HardSigmoid()), 8, 1), x));
    });

    /// <summary>Reductions merged into one convolution, branches written side by side, and a linear layer that undoes the
    /// flattening.</summary>
    public static Graph Inception { get; } = Build.Graph("Inception", g =>
    {
        int x = g.Add(new Reshape([4, 4, 8]), g.Slice(g.Norm(g.Input("input", 16, 12)), 0, 8));
        int a = g.ConvNormRelu(x, 8, 1);
        int b = g.ConvNormRelu(g.ConvNormRelu(x, 4, 1), 8, 3);
        int c = g.ConvNormRelu(g.ConvNormRelu(x, 4, 1), 4, 3);
        int d = g.ConvNormRelu(g.MaxPool(x, 3, 1, 1), 4, 1);
        int y = g.Slice(g.Slice(g.Concat(a, b, c, d), 2, 20), 0, 20);
        g.Output("result", g.Add(new Softmax(), g.Linear(g.Add(new Flatten(), g.MaxPool(y, 2, 2)), 5)));
    });

    /// <summary>A stage of the first ResNets begins with strided 1×1 convolutions: the convolution before them takes the stride.</summary>
    public static Graph StridedPointwise { get; } = Build.Graph("StridedPointwise", g =>
    {
        int x = g.ConvNormRelu(g.Input("image", 5, 6, 3), 8, 3);
        int y = g.Relu(g.Sum(g.ConvNorm(x, 8, 3), g.ConvNorm(x, 8, 1)));
        g.Output("result", g.Relu(g.Sum(g.ConvNorm(g.ConvNormRelu(y, 4, 1, stride: 2), 8, 3), g.ConvNorm(y, 8, 1, stride: 2))));
    });

    /// <summary>Branches whose weights are summed: a strided RepVGG block, and one with an identity; a linear layer that is multiplied into
    /// the one before.</summary>
    public static Graph RepVgg { get; } = Build.Graph("RepVgg", g =>
    {
        int x = g.Input("image", 8, 8, 3);
        x = g.Relu(g.Sum(g.ConvNorm(x, 8, 3, stride: 2), g.ConvNorm(x, 8, 1, stride: 2)));
        x = g.Relu(g.Sum(g.Sum(g.ConvNorm(x, 8, 3), g.ConvNorm(x, 8, 1)), g.Norm(x)));
        g.Output("result", g.Conv(g.ConvNorm(x, 24, 1), 8, 1));
    });

    /// <summary>A DenseNet's transition and a classifier of means, with activations behind changes of shape.</summary>
    public static Graph Transition { get; } = Build.Graph("Transition", g =>
    {
        int x = g.ConvNormRelu(g.Input("image", 8, 8, 3), 24, 3);
        x = g.Add(new AveragePool([2, 2], [2, 2], [0, 0]), g.Conv(x, 12, 1));
        x = g.Relu(g.Sum(g.Add(new Reshape([16, 12]), g.Conv(g.Norm(x), 12, 1)), g.Linear(g.Input("tokens", 16, 5), 12)));
        g.Output("result", g.Mean(g.Conv(g.Add(new Reshape([4, 4, 12]), x), 10, 1)));
    });

    /// <summary>Two units of a ShuffleNet V2: half of the channels pass by, and then all are dealt out again.</summary>
    public static Graph Shuffle { get; } = Build.Graph("Shuffle", g =>
    {
        int x = g.ConvNormRelu(g.Input("image", 6, 7, 3), 28, 3);
        for (int i = 0; i < 2; i++)
        {
            int work = g.ConvNormRelu(g.Slice(x, 14, 14), 14, 1);
            work = g.ConvNormRelu(g.ConvNorm(work, 14, 3, groups: 14), 14, 1);
            x = g.Add(new ChannelShuffle(2), g.Concat(g.Slice(x, 0, 14), work));
        }
        g.Output("result", g.Conv(x, 5, 3));
    });

    /// <summary>A ConvNeXt block with layer scale, a gate beside the value itself, and a head with a GroupNorm.</summary>
    public static Graph ConvNext { get; } = Build.Graph("ConvNext", g =>
    {
        int x = g.Add(new LayerNorm("stem"), g.Conv(g.Input("image", 12, 12, 3), 24, 2, stride: 2, padding: 0));
        int y = g.Add(new LayerNorm("norm"), g.Conv(x, 24, 7, groups: 24));
        y = g.Linear(g.Add(new Gelu(), g.Linear(y, 96)), 24);
        x = g.Sum(x, g.Add(new ChannelScale("gamma"), y));
        x = g.Sum(x, g.Product(x, g.Add(new Sigmoid(), g.Conv(g.Mean(x), 24, 1))));
        g.Output("result", g.Linear(g.Add(new RmsNorm("head"), g.Mean(g.Add(new GroupNorm("group", 4), x))), 10));
    });

    /// <summary>Patches that attend to each other, of a picture with a border of zeros.</summary>
    public static Graph Attend { get; } = Build.Graph("Attend", g =>
    {
        int x = g.Add(new Pad([1, 1], [1, 2]), g.Input("image", 8, 7, 3));
        int all = g.Linear(g.Add(new LayerNorm("norm"), g.Conv(x, 16, 5, stride: 3, padding: 0)), 48);
        int attended = g.Add(new Attention(2), g.Slice(all, 0, 16), g.Slice(all, 16, 16), g.Slice(all, 32, 16));
        g.Output("result", g.Linear(g.Mean(attended), 5));
    });

    /// <summary>A U-Net's skip that is cropped to what unpadded convolutions leave, differences along a row, and a shuffle of pixels in
    /// the order of PyTorch.</summary>
    public static Graph Cropped { get; } = Build.Graph("Cropped", g =>
    {
        int x = g.Relu(g.Conv(g.Input("image", 8, 9, 3), 12, 3));
        int inner = g.Relu(g.Conv(x, 12, 3, padding: 0));
        int skip = g.Add(new Pad([-1, -1], [-1, -1]), x);
        int y = g.Conv(g.Concat(inner, skip), 12, 1);
        int ahead = g.Add(new Subtract(), g.Add(new Pad([0, -1], [0, 0]), y), g.Add(new Pad([0, 0], [0, -1]), y));
        int few = g.Conv(g.Add(new Pad([-2, 0], [-1, -3]), y), 12, 2, padding: 0);
        g.Output("ahead", g.Conv(ahead, 5, 3));
        g.Output("result", g.Add(new DepthToSpace([2, 2]), g.Add(new ChannelShuffle(3), g.Relu(few))));
    });

    public static IReadOnlyList<Graph> All { get; } =
        [Residual, SeBottleneck, MbConv, Inception, StridedPointwise, RepVgg, Transition, Shuffle, ConvNext, Attend, Cropped];
}
