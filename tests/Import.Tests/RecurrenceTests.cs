using Fusion.Import.Fold;
using Fusion.Import.Protocol;
using Fusion.Import.Tests.Support;
using Fusion.Import.Tests.Writing.Support;
using Fusion.Import.Writing;

namespace Fusion.Import.Tests;

/// <summary>Recurrent layers as exporters write them.</summary>
public sealed class RecurrenceTests
{
    [Theory]
    [InlineData("RNN", "forward", 7, 5, 3)]
    [InlineData("RNN", "bidirectional", 7, 1, 17)]
    [InlineData("GRU", "forward", 7, 5, 3)]
    [InlineData("GRU", "reverse", 7, 5, 3)]
    [InlineData("GRU", "bidirectional", 7, 5, 3)]
    [InlineData("GRU", "bidirectional", 1, 1, 1)]
    [InlineData("LSTM", "forward", 7, 5, 3)]
    [InlineData("LSTM", "reverse", 5, 1, 17)]
    [InlineData("LSTM", "bidirectional", 7, 5, 3)]
    public void Agree_with_ONNX_Runtime(string type, string direction, int length, int channels, int hidden)
    {
        foreach (bool hasBias in new[] { true, false })
        {
            var model = new OnnxText();
            string[] results = Layer(model, type, "x", direction, channels, hidden, hasBias);
            Agreement.Check(model.Build(results[0], length, 1, channels));
        }
    }

    [Theory]
    [InlineData("RNN", "reverse")]
    [InlineData("GRU", "forward")]
    [InlineData("GRU", "bidirectional")]
    [InlineData("LSTM", "reverse")]
    public void The_last_state_agrees(string type, string direction)
    {
        var model = new OnnxText();
        Agreement.Check(model.Build(Layer(model, type, "x", direction, 5, 3)[1], 7, 1, 5));
    }

    /// <summary>Two layers on top of each other that take the batch first, as PyTorch writes them.</summary>
    [Fact]
    public void Layers_of_batches_are_declared_as_one()
    {
        var model = new OnnxText();
        string value = model.Add("Transpose", ["x"], ("perm", new long[] { 1, 0, 2 }));
        for (int layer = 0; layer < 2; layer++)
        {
            string steps = Layer(model, "LSTM", value, "bidirectional", layer == 0 ? 5 : 6, 3)[0];
            value = model.Add("Reshape", [model.Add("Transpose", [steps], ("perm", new long[] { 0, 2, 1, 3 })), model.Longs(0, 0, -1)]);
        }

        ImportedModel imported = Agreement.Check(model.Build(model.Add("Transpose", [value], ("perm", new long[] { 1, 0, 2 })), 1, 7, 5));
        Assert.DoesNotContain(imported.Graph.Nodes, node => node.Operation is Transpose or Reshape);
        Assert.Contains(
            "Lstm(3, Layers = 2, Bidirectional = true", DeclarationWriter.Write(imported.Graph, new DeclarationOptions("Net")).Text);
    }

    [Theory]
    [InlineData("linear_before_reset", 0, "stands before the product")]
    [InlineData("clip", 2f, "it clips")]
    [InlineData("activations", "Sigmoid,Relu", "Sigmoid, Tanh are supported")]
    public void What_the_language_lacks_is_refused(string attribute, object value, string reason)
    {
        var model = new OnnxText();
        string[] results = model.AddMany("GRU", ["x", model.Random("W", 1, 9, 5), model.Random("R", 1, 9, 3)], 1,
            [("hidden_size", 3), .. attribute == "linear_before_reset" ? [] : new[] { ("linear_before_reset", (object)1) },
                (attribute, value is string names ? names.Split(',') : value)]);
        Assert.Contains(reason, Assert.Throws<UnsupportedException>(() => model.Import(results[0], 7, 1, 5)).Message);
    }

    [Fact]
    public void A_state_that_is_given_is_refused()
    {
        var model = new OnnxText();
        string[] results = model.AddMany("GRU",
            ["x", model.Random("W", 1, 9, 5), model.Random("R", 1, 9, 3), "", "", model.Random("h", 1, 1, 3)], 1,
            ("hidden_size", 3), ("linear_before_reset", 1));
        Assert.Contains("initial state", Assert.Throws<UnsupportedException>(() => model.Import(results[0], 7, 1, 5)).Message);
    }

    /// <summary>One step of a stream: from any state, and with all that comes out.</summary>
    [Theory]
    [InlineData("RNN", 0, false)]
    [InlineData("RNN", 0, true)]
    [InlineData("GRU", 0, false)]
    [InlineData("GRU", 0, true)]
    [InlineData("GRU", 1, true)]
    [InlineData("GRU", 1, false)]
    [InlineData("LSTM", 0, false)]
    [InlineData("LSTM", 0, true)]
    public void One_step_from_a_state_agrees(string type, int after, bool isConstant)
    {
        const int Channels = 5, Hidden = 3;
        int gates = type switch { "RNN" => 1, "GRU" => 3, _ => 4 };
        for (int result = 0; result < (type == "LSTM" ? 3 : 2); result++)
        {
            var model = new OnnxText();
            // A part of the input is the state.
            string Part(int from, int to) => model.Add("Slice", ["x", model.Longs(from), model.Longs(to), model.Longs(2)]);
            string h = isConstant ? model.Random("h", 1, 1, Hidden) : Part(Channels, Channels + Hidden);
            string c = isConstant ? model.Random("cell", 1, 1, Hidden) : Part(Channels + Hidden, Channels + 2 * Hidden);
            string[] inputs = [Part(0, Channels), model.Random("W", 1, gates * Hidden, Channels),
                model.Random("R", 1, gates * Hidden, Hidden), model.Random("B", 1, 2 * gates * Hidden), "", h];
            (string, object)[] own = type == "GRU" ? [("linear_before_reset", after)] : [];
            string[] results = model.AddMany(
                type, type == "LSTM" ? [.. inputs, c] : inputs, type == "LSTM" ? 3 : 2, [("hidden_size", Hidden), .. own]);
            Agreement.Check(model.Build(results[result], 1, 1, Channels + 2 * Hidden));
        }
    }

    /// <summary>What a stream hands on comes out in the order in which it goes in.</summary>
    [Fact]
    public void Stacked_states_have_the_order_of_the_models()
    {
        var model = new OnnxText();
        string h = model.Add("Slice", ["x", model.Longs(0), model.Longs(1), model.Longs(0)]);
        string c = model.Add("Slice", ["x", model.Longs(1), model.Longs(2), model.Longs(0)]);
        string step = model.Add("Unsqueeze", [model.Add("ReduceMean", ["x"], ("axes", new long[] { 0 }), ("keepdims", 0)), model.Longs(0)]);
        string[] results = model.AddMany("LSTM",
            [step, model.Random("W", 1, 12, 3), model.Random("R", 1, 12, 3), "", "", h, c], 3, ("hidden_size", 3));
        ImportedModel imported = Agreement.Check(model.Build(model.Add("Concat", [results[1], results[2]], ("axis", 0)), 2, 1, 3));
        Assert.Equal(imported.Inputs[0].Order, imported.Outputs[0].Order);
        Assert.Equal([0, 1, 2], imported.Outputs[0].Order);
    }

    /// <summary>A state that the model takes can be made 0 on the command line, and the message says how.</summary>
    [Fact]
    public void A_state_that_is_an_input_is_refused()
    {
        var model = new OnnxText();
        string[] results = model.AddMany("GRU",
            ["x", model.Random("W", 1, 9, 5), model.Random("R", 1, 9, 3), "", "", "h"], 1, ("hidden_size", 3), ("linear_before_reset", 1));
        ModelFile file = model.Build(results[0], 7, 1, 5);
        var state = new ModelValue("h", ElementType.Float32, [new(1, ""), new(1, ""), new(3, "")]);
        file = file with { Graph = file.Graph with { Inputs = [.. file.Graph.Inputs, state] } };
        Assert.Contains("which --constant h=0 makes it",
            Assert.Throws<UnsupportedException>(() => ModelImporter.Import(file, new ImportOptions())).Message);
        ModelImporter.Import(file, new ImportOptions
        {
            Constants = new Dictionary<string, ConstantTensor> { ["h"] = ConstantTensor.OfFloats([1, 1, 3], new float[3]) },
        });
    }

    private static string[] Layer(
        OnnxText model, string type, string input, string direction, int channels, int hidden, bool hasBias = true)
    {
        int ways = direction == "bidirectional" ? 2 : 1, rows = hidden * (type == "RNN" ? 1 : type == "GRU" ? 3 : 4);
        string name = $"{type}{input}";
        string[] inputs =
        [
            input, model.Random(name + ".W", ways, rows, channels), model.Random(name + ".R", ways, rows, hidden),
            .. hasBias ? new[] { model.Random(name + ".B", ways, 2 * rows) } : [],
        ];
        (string, object)[] own = type == "GRU" ? [("linear_before_reset", 1)] : [];
        return model.AddMany(type, inputs, 2, [("hidden_size", hidden), ("direction", direction), .. own]);
    }
}
