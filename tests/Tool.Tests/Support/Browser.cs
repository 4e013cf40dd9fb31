using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Fusion.Tool.Tests.Support;

/// <summary>Headless Chromium behind its driver, as Debian's packages chromium and chromium-driver install them.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly string? s_chromium = Find("chromium", "google-chrome"), s_driver = Find("chromedriver");

    private readonly ChromeDriver _driver;

    /// <param name="width">The window's, in pixels.</param>
    /// <param name="isDark">Whether the user prefers dark pages.</param>
    public Browser(int width, bool isDark = false)
    {
        var options = new ChromeOptions { BinaryLocation = s_chromium! };
        options.AddArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--window-size={width},1000");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        ChromeDriverService service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(s_driver), Path.GetFileName(s_driver));
        service.SuppressInitialDiagnosticInformation = true;
        _driver = new ChromeDriver(service, options);
        // Windows have a least width; pages can be narrower.
        _driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new Dictionary<string, object?>
        {
            ["width"] = width, ["height"] = 1000, ["deviceScaleFactor"] = 1, ["mobile"] = false,
        });
        _driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new Dictionary<string, object?>
        {
            ["features"] = new object[]
            {
                new Dictionary<string, object?> { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" },
            },
        });
        // A page that asks for anything beyond itself shows an error.
        _driver.ExecuteCdpCommand("Network.enable", []);
        _driver.ExecuteCdpCommand("Network.setBlockedURLs", new Dictionary<string, object?> { ["urls"] = new object[] { "http*://*" } });
    }

    /// <summary>Why there is none, for a test that is skipped; null where there is one.</summary>
    public static string? Missing => s_chromium is null || s_driver is null
        ? "There is no Chromium with its driver here (Debian's packages chromium and chromium-driver)." : null;

    /// <summary>What the page wrote to its console.</summary>
    public IReadOnlyList<string> Console => [.. _driver.Manage().Logs.GetLog(LogType.Browser).Select(entry => entry.Message)];

    public void Open(string file) => _driver.Navigate().GoToUrl(new Uri(file).AbsoluteUri);

    public T Evaluate<T>(string script) => (T)_driver.ExecuteScript("return " + script)!;

    /// <summary>Clicks as a person does: on what lies there.</summary>
    public void Click(string selector) => _driver.FindElement(By.CssSelector(selector)).Click();

    public void Dispose() => _driver.Quit();

    private static string? Find(params IReadOnlyList<string> names) => names
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)))
        .FirstOrDefault(File.Exists);
}

/// <summary>A test that needs a browser.</summary>
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Browser.Missing;
}
