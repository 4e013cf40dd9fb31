using System.Text;

namespace Fusion.Import.Writing;

/// <summary>Writes classes with their fields in columns.</summary>
internal static class ClassWriter
{
    private const int MostColumns = 132;
    private const int MostAligned = 90;

    /// <param name="text">Where it goes.</param>
    /// <param name="body">The class.</param>
    /// <param name="attributes">What stands over it.</param>
    /// <param name="shapes">The shapes of several inputs; none where the attributes have the shape.</param>
    /// <param name="blocks">Classes within it.</param>
    public static void Write(
        StringBuilder text, Body body, string attributes, IReadOnlyList<string> shapes, IReadOnlyList<Body> blocks)
    {
        if (body.Summary.Length > 0) text.Append($"/// <summary>{Xml(body.Summary)}</summary>\n");
        text.Append(attributes).Append('\n').Append("public partial class ").Append(body.Name);
        if (body.Parameters.Count > 0)
        {
            string parameters = string.Join(", ", body.Parameters);
            bool isLong = body.Name.Length + parameters.Length > MostColumns - 24;
            text.Append(isLong ? "(\n    " : "(").Append(string.Join('\n', isLong ? Lines(parameters) : [parameters])).Append(')');
        }

        text.Append("\n{\n");
        Fields(text, body);
        if (!body.IsChain)
        {
            if (body.Fields.Count > 0) text.Append('\n');
            string parameters = string.Join(", ", body.InputNames.Select((name, i) =>
                i < shapes.Count ? $"[Shape({shapes[i]})] Tensor {name}" : "Tensor " + name));
            foreach (string line in ForwardWriter.Write(body, parameters)) text.Append("    ").Append(line).Append('\n');
        }

        foreach (Body block in blocks)
        {
            var inner = new StringBuilder();
            Write(inner, block, "[Block]", [], []);
            foreach (string line in inner.ToString().TrimEnd('\n').Split('\n').Prepend(""))
                text.Append(line.Length > 0 ? "    " : "").Append(line).Append('\n');
        }

        text.Append("}\n");
    }

    private static void Fields(StringBuilder text, Body body)
    {
        var rows = body.Fields.Select(field => (Field: field, Attributes: AttributeWriter.Of(field))).ToList();
        int column = rows.Select(row => Bracketed(row.Attributes).Length).Where(length => length <= MostAligned).DefaultIfEmpty().Max();
        bool isFirst = true;
        foreach (var (field, attributes) in rows)
        {
            string declared = $"{(field.IsParameter ? "Tensor" : "Layer")} {field.Name};";
            string line = Bracketed(attributes);
            if (line.Length + declared.Length + 7 <= MostColumns)
            {
                text.Append("    ").Append(line.PadRight(column)).Append("   ").Append(declared).Append('\n');
            }
            else
            {
                if (!isFirst && text[^2] != '\n') text.Append('\n');
                foreach (string part in Filled(attributes)) text.Append("    ").Append(part).Append('\n');
                text.Append("    ").Append(declared).Append('\n');
                if (field != rows[^1].Field) text.Append('\n');
            }

            isFirst = false;
        }
    }

    private static string Bracketed(IReadOnlyList<string> attributes) => "[" + string.Join(", ", attributes) + "]";

    /// <summary>The attributes in as many lines as they need.</summary>
    private static IEnumerable<string> Filled(IReadOnlyList<string> attributes)
    {
        string line = "[";
        for (int i = 0; i < attributes.Count; i++)
        {
            string next = attributes[i] + (i == attributes.Count - 1 ? "]" : ",");
            if (line.Length > 1 && line.Length + 1 + next.Length > MostColumns - 4)
            {
                yield return line;
                line = " " + next;
            }
            else
            {
                line += line.Length > 1 ? " " + next : next;
            }
        }

        yield return line;
    }

    private static IEnumerable<string> Lines(string list)
    {
        while (list.Length > MostColumns - 6 && list.LastIndexOf(", ", MostColumns - 6, StringComparison.Ordinal) is > 0 and var comma)
        {
            yield return list[..(comma + 1)];
            list = "    " + list[(comma + 2)..];
        }

        yield return list;
    }

    private static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
