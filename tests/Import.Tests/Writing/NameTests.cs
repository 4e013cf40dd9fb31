using Fusion.Import.Tests.Writing.Support;
using Fusion.Import.Writing;

namespace Fusion.Import.Tests.Writing;

/// <summary>Whatever a file calls its values, the declaration is C#.</summary>
public sealed class NameTests
{
    public static TheoryData<string[]> Paths =>
    [
        ["class.0", "class.1", "int", "Relu"],
        ["1.2.3", "1.2.4", "1.3", "9"],
        ["a.b", "a_b", "a-b", "A.b"],
        ["größe.ж", "ж", "\u0001\"{x}", " "],
        ["conv1", "bn1", "conv", "bn"],
        ["model.x", "model.index", "model.value", "model.Forward"],
        ["Net.Net", "Net", "net.conv.0", "net.conv.bn"],
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Any_names_become_names_of_CSharp(string[] paths)
    {
        var builder = new GraphBuilder("Net");
        int x = builder.Input("class", 4, 4, 3), first = x;
        for (int i = 0; i < paths.Length; i++)
        {
            x = builder.Add(new Conv(paths[i], 3, [1, 1], [1, 1], [1, 1], [0, 0], 1, i % 2 == 0), x);
            if (i % 2 == 1) x = builder.Add(new BatchNorm(paths[i] + "_norm"), x);
        }

        builder.Output("x", builder.Add(new Add(), x, first));
        builder.Output("int", x);
        Graph graph = builder.Build();
        DeclarationText text = DeclarationWriter.Write(graph, new DeclarationOptions("net") { Namespace = "A.B" });
        Graph found = Assert.Single(FrontEnd.Graphs(FrontEnd.Compile(text.Text), "A.B.Net"));
        SameGraph.Check(graph, found, text.Renames, text.Text);
        SameGraph.Compute(graph, found, text.Renames, text.Text);
    }
}
